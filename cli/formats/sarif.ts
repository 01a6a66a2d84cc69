import { createHash } from "node:crypto";
import { isAbsolute, relative } from "node:path";
import type { Diagnostic } from "../../compiler/diagnostic";

/** What the hundreds of the codes stand for. */
const FAMILIES: Readonly<Record<string, string>> = {
  "1": "The rule file cannot be read",
  "2": "The detection is not valid Sigma",
  "3": "A key of the rule is wrong",
  "4": "The rule is almost surely not what was meant",
  "5": "CloudWatch cannot say what the rule says",
  "6": "Sentinel cannot say what the rule says",
  "7": "Logs Insights cannot say what the rule says",
  "8": "The schedule cannot be deployed",
  "9": "The rule's tests or its verdict are not enough",
};

/** Findings as a SARIF 2.1.0 log with all that GitHub code scanning asks for. */
export function sarifLog(found: readonly Diagnostic[]) {
  const codes = [...new Set(found.map(({ code }) => code))].sort();
  const seen = new Map<string, number>();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "cdktf-detections",
            rules: codes.map((code) => ruleOf(code, found)),
          },
        },
        columnKind: "utf16CodeUnits",
        automationDetails: { id: "cdktf-detections/check/" },
        results: found.map((each) => resultOf(each, codes, seen)),
      },
    ],
  };
}

function ruleOf(code: string, found: readonly Diagnostic[]) {
  const first = found.find((each) => each.code === code);
  const family = FAMILIES[code.slice(3, 4)] ?? "A finding about a rule";
  const help = first?.fix ?? "The message of each finding says what is allowed.";
  return {
    id: code,
    shortDescription: { text: `${code}: ${family}` },
    fullDescription: { text: `${family}.` },
    help: { text: help },
    defaultConfiguration: { level: first?.severity ?? "error" },
    properties: { "problem.severity": first?.severity ?? "error", tags: ["detection"] },
  };
}

function resultOf(found: Diagnostic, codes: readonly string[], seen: Map<string, number>) {
  const { code, severity, message, fix, path, line, column, end } = found;
  const isRange = end.line > line || (end.line === line && end.column > column);
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: fix === undefined ? message : `${message}. Fix: ${fix}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(path) },
          region: {
            startLine: line,
            startColumn: column,
            endLine: isRange ? end.line : line,
            endColumn: isRange ? end.column : column + 1,
          },
        },
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprint(found, seen) },
  };
}

/** Stays the same when lines are added above; equal findings are counted. */
function fingerprint({ code, path, excerpt, message }: Diagnostic, seen: Map<string, number>) {
  const stable = JSON.stringify([code, uriOf(path), excerpt.trim(), message]);
  const hash = createHash("sha256").update(stable).digest("hex").slice(0, 16);
  const nth = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, nth);
  return `${hash}:${nth}`;
}

/** A path from the working folder, as a URI reference. */
function uriOf(path: string): string {
  const near = isAbsolute(path) ? relative(process.cwd(), path) : path;
  return near.replace(/^\.\//, "").split(/[\\/]/).map(encodeURIComponent).join("/");
}
