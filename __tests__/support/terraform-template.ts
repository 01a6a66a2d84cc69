/** What Terraform makes of a template that holds only escapes (configuration language, strings). */
export function evaluatedTemplate(template: string): string {
  return template.replace(/\$\{"\$+"\}|\$\$\{|%%\{|\$\{|%\{/g, (found) => {
    if (found.startsWith('${"')) return found.slice('${"'.length, -'"}'.length);
    if (found === "$${") return "${";
    if (found === "%%{") return "%{";
    throw new Error(`a template is left in ${template}`);
  });
}
