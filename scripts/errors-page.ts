import { Diagnostics, type Diagnostic } from "../compiler/diagnostic";
import { loadRules } from "../compiler/load-rules";
import { loadRule } from "../compiler/load-rule";
import { ERROR_EXAMPLES, type ErrorExample } from "./error-examples";

/** A plain rule, of which an example replaces keys; `-key` leaves one out. */
const PLAIN: Readonly<Record<string, string>> = {
  title: "title: Something happened",
  status: "status: test",
  level: "level: low",
  logsource: "logsource: {product: aws, service: cloudtrail}",
  detection: "detection: {s: {eventName: CreateUser}, condition: s}",
};

/** What loading an example reports under its code. */
export function exampleOf(code: string, rule: string): Diagnostic | undefined {
  const has = (key: string) => new RegExp(`^-?${key}\\b`, "m").test(rule);
  const whole = /^title: (?!\[|")/.test(rule);
  const usual = Object.keys(PLAIN).flatMap((key) => (whole || has(key) ? [] : [PLAIN[key]]));
  const text = `${[...usual, rule.replace(/^-\w+$/gm, "")].join("\n")}\n`;
  const diagnostics = new Diagnostics();
  loadRules([{ path: "rule.yml", text }], diagnostics);
  // What only a single rule is refused for.
  if (!diagnostics.hasErrors) loadRule(text, diagnostics);
  return diagnostics.all.find((found) => found.code === code);
}

const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^DET1/, "Reading the file"],
  [/^DET2/, "Sigma: detections, correlations, filters"],
  [/^DET3/, "The rule's keys"],
  [/^DET4/, "Lints: works as written, and is almost surely not meant so"],
];

/** `docs/errors.md`: every code with its meaning, an example that gives it, and the fix. */
export function errorsPage(): string {
  const sections = PARTS.flatMap(([codes, title]) => [
    `## ${title}`,
    ...Object.entries(ERROR_EXAMPLES)
      .filter(([code]) => codes.test(code))
      .flatMap(([code, example]) => entry(code, example)),
  ]);
  return `${["# Errors and warnings", INTRODUCTION, ...sections].join("\n\n")}\n`;
}

const INTRODUCTION =
  "What `path:line:column CODE message` means. Codes never change their meaning. Examples replace keys of a plain rule.";

function entry(code: string, { meaning, rule }: ErrorExample): readonly string[] {
  const found = rule === undefined ? undefined : exampleOf(code, rule);
  const heading = [`### ${code}`, meaning];
  if (rule === undefined || found === undefined) return heading;
  const says = [`Says: ${found.message}.`];
  if (found.fix !== undefined) says.push(`Fix: ${found.fix}.`);
  return [...heading, `\`\`\`text\n${visible(rule)}\n\`\`\``, ...says.map(visible)];
}

/** Control characters as escapes, so that the page is plain text. */
function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, (char) =>
    char === "\n" ? char : `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
