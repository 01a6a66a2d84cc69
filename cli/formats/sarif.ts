import { createHash } from "node:crypto";

import {
  bySeverity,
  type AllowedDiagnostic,
  type Diagnostic,
  type PlacedEdit,
} from "../../compiler/core/diagnostic";
import type { Position } from "../../compiler/core/source";
import { CODES } from "../codes";
import { version } from "../version";
import { nearPath } from "./near-path";

/** Results of a run that code scanning takes (GitHub's SARIF limits). */
export const RESULTS_MAX = 25_000;

/** What is told of a code. */
interface Facts {
  readonly meaning: string;
  readonly example?: string;
  readonly fix?: string;
}

/** What a log is of. */
interface SarifOptions {
  readonly command: string;
  /** Where the reasons of what is allowed stand: beside it, or in a file of their own. */
  readonly suppressed: "inSource" | "external";
  readonly facts: (code: string) => Facts | undefined;
}

const OF_RULES: SarifOptions = {
  command: "check",
  suppressed: "inSource",
  facts: (code) => CODES[code],
};

/**
 * Findings as a SARIF 2.1.0 log with all that GitHub code scanning asks for, the most severe first. Those
 * that rules allow are last, suppressed with their reason.
 */
export function sarifLog(
  all: readonly Diagnostic[],
  allowed: readonly AllowedDiagnostic[] = [],
  { command, suppressed, facts }: SarifOptions = OF_RULES,
) {
  const found: readonly (Diagnostic | AllowedDiagnostic)[] = [...bySeverity(all), ...allowed].slice(
    0,
    RESULTS_MAX,
  );
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
            version: version(),
            rules: codes.map((code) => ruleOf(code, found, facts(code))),
          },
        },
        columnKind: "utf16CodeUnits",
        automationDetails: { id: `cdktf-detections/${command}/` },
        results: found.map((each) => resultOf(each, codes, seen, suppressed)),
      },
    ],
  };
}

function ruleOf(code: string, found: readonly Diagnostic[], facts: Facts | undefined) {
  const severity = found.find((each) => each.code === code)?.severity ?? "error";
  const { meaning, example, fix }: Facts = facts ?? { meaning: `A finding under ${code}.` };
  const wayOut = fix === undefined ? "" : `\n\nFix: ${fix}`;
  const shown = (block: (text: string) => string) =>
    example === undefined ? "" : `\n\nExample:\n\n${block(example)}`;
  return {
    id: code,
    shortDescription: { text: meaning },
    fullDescription: { text: `${code}: ${meaning}` },
    help: {
      text: `${meaning}${wayOut}${shown((text) => text.replace(/^(?=.)/gm, "    "))}`,
      markdown: `${meaning}${wayOut}${shown((text) => `\`\`\`yaml\n${text}\n\`\`\``)}`,
    },
    defaultConfiguration: { level: severity },
    properties: { "problem.severity": severity, precision: "very-high", tags: ["detection"] },
  };
}

function resultOf(
  found: Diagnostic | AllowedDiagnostic,
  codes: readonly string[],
  seen: Map<string, number>,
  kind: SarifOptions["suppressed"],
) {
  const { code, severity, message, fix, edit, path, line, column, end } = found;
  const isRange = end.line > line || (end.line === line && end.column > column);
  const artifactLocation = { uri: uriOf(path) };
  // A place of no width is shown as one character.
  const to = isRange ? end : { line, column: column + 1 };
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: fix === undefined ? message : `${message}. Fix: ${fix}` },
    locations: [{ physicalLocation: { artifactLocation, region: regionOf({ line, column }, to) } }],
    partialFingerprints: { primaryLocationLineHash: fingerprint(found, seen) },
    ...(edit === undefined ? {} : { fixes: [fixOf(edit, artifactLocation, fix ?? message)] }),
    ...("reason" in found ? { suppressions: [{ kind, justification: found.reason }] } : {}),
  };
}

function regionOf(from: Position, to: Position) {
  return {
    startLine: from.line,
    startColumn: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
}

function fixOf({ from, to, text }: PlacedEdit, artifactLocation: object, description: string) {
  const replacement = { deletedRegion: regionOf(from, to), insertedContent: { text } };
  return {
    description: { text: description },
    artifactChanges: [{ artifactLocation, replacements: [replacement] }],
  };
}

/** Stays the same when lines are added above, and when a message is put otherwise; equals are counted. */
function fingerprint({ code, path, excerpt }: Diagnostic, seen: Map<string, number>) {
  const stable = JSON.stringify([code, nearPath(path), excerpt.trim().replace(/\s+/g, " ")]);
  const hash = createHash("sha256").update(stable).digest("hex").slice(0, 16);
  const nth = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, nth);
  return `${hash}:${nth}`;
}

/** A path from the working folder, as a URI reference. */
function uriOf(path: string): string {
  return nearPath(path).split("/").map(encodeURIComponent).join("/");
}
