/**
 * Text as a Terraform JSON string that means this text: `${` and `%{` begin templates there, and
 * CDKTF passes them on. What looks like one of CDKTF's own tokens would be resolved even behind a
 * doubled dollar sign, so its dollar sign is written as a template that gives one.
 */
export function terraformText(text: string): string {
  return text
    .replace(/\$\{(?!TfToken\[)/g, "$$$${")
    .replace(/\$\{(?=TfToken\[)/g, '${"$$"}{')
    .replace(/%\{/g, "%%{");
}
