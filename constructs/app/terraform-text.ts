/**
 * Text as a Terraform JSON string that means this text: `${` and `%{` begin templates there, and
 * CDKTF passes them on. What looks like one of CDKTF's own tokens would be resolved even behind a
 * doubled dollar sign, so its dollar signs are written as a template that gives them: all of the run, as
 * one before a template would escape it.
 */
export function terraformText(text: string): string {
  return text
    .replace(/\$\{(?!TfToken\[)/g, "$$$${")
    .replace(/(\$+)\{(?=TfToken\[)/g, (_, dollars: string) => `\${"${dollars}"}{`)
    .replace(/%\{/g, "%%{");
}
