import { CODES, explanationOf } from "./codes";

const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^DET1/, "Reading the file"],
  [/^DET2/, "Sigma: detections, correlations, filters"],
  [/^DET3/, "The rule's keys"],
  [/^DET4/, "Lints: works as written, and is almost surely not meant so"],
  [/^DET5[0-4]/, "CloudWatch: what a metric filter cannot say"],
  [/^DET5[5-9]/, "EventBridge: what is no alert of one event"],
  [/^DET6/, "Sentinel: what a query cannot say, and KQL written by hand"],
  [/^DET7/, "Logs Insights: what the saved query leaves out"],
  [/^DET8/, "The schedule"],
  [/^DET90|^DET91/, "The command line: tests and gates"],
  [/^DET92|^DET93/, "Constructs"],
  [/^DET94/, "The review"],
  [/^DET95/, "Constructs: alarm actions, saved queries, providers, packs"],
  [/^DET96/, "Policies: the files that they are asked of"],
];

/** `docs/codes.json`: what `explain` tells of every code. */
export function codesFile(): string {
  const entries = CODES.map(([code, facts]) => [code, explanationOf(code, facts)]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

/** `docs/errors.md`: every code with its meaning. */
export function errorsPage(): string {
  const sections = PARTS.flatMap(([codes, title]) => [
    `## ${title}`,
    table(CODES.filter(([code]) => codes.test(code)).map(([code, facts]) => [code, facts.meaning])),
  ]);
  return `${["# Errors and warnings", INTRODUCTION, ...sections].join("\n\n")}\n`;
}

const INTRODUCTION =
  "What `path:line:column CODE message` means. Codes never change their meaning.\n" +
  "`npx cdktf-detections explain DET530` shows an example that gives a code, what is said of it, and the way out.";

/** A table as Prettier writes it. */
function table(rows: readonly (readonly [string, string])[]): string {
  const all = [["code", "meaning"] as const, ...rows];
  const width = Math.max(...all.map(([, meaning]) => meaning.length));
  const [head, ...body] = all.map(
    ([code, meaning]) => `| ${code.padEnd(6)} | ${meaning.padEnd(width)} |`,
  );
  return [head, `| ${"-".repeat(6)} | ${"-".repeat(width)} |`, ...body].join("\n");
}
