import { bySeverity, type Diagnostic, type Severity } from "../../compiler/core/diagnostic";
import { nearPath } from "./near-path";

/** Annotations of one severity that a step shows; the REST description of check runs. */
const SHOWN = 10;

/** Findings as GitHub Actions' annotation commands, errors first; what is not shown is counted. */
export function githubCommands(found: readonly Diagnostic[]): string {
  const counts: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
  const shown = bySeverity(found).filter(({ severity }) => (counts[severity] += 1) <= SHOWN);
  const more = found.length - shown.length;
  return [
    ...shown.map(command),
    ...(more > 0 ? [`::notice::${more} more findings in the log`] : []),
  ].join("\n");
}

function command({ severity, path, line, column, end, code, message, fix }: Diagnostic): string {
  const oneLine = end.line === line && end.column > column;
  const properties = [
    `file=${property(nearPath(path))}`,
    `line=${line}`,
    ...(end.line > line ? [`endLine=${end.line}`] : []),
    // Columns are shown where the first line is the last.
    ...(oneLine ? [`col=${column}`, `endColumn=${end.column}`] : []),
    `title=${property(code)}`,
  ];
  const text = fix === undefined ? message : `${message}\nfix: ${fix}`;
  return `::${severity === "note" ? "notice" : severity} ${properties.join(",")}::${data(text)}`;
}

/** A command is a line: what a rule says must not begin another. */
function data(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

function property(text: string): string {
  return data(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}
