import { MEANINGS } from "../cli/codes";
import { messageParts } from "../compiler/core/message";
import { LINTS } from "../compiler/lint/lints";
import { load, sayingOf, type ErrorExample } from "./errors/example";
import { COMMAND_EXAMPLES, CONSTRUCT_EXAMPLES, REVIEW_EXAMPLES } from "./errors/other-examples";
import { RULE_EXAMPLES } from "./errors/rule-examples";
import {
  CLOUDWATCH_EXAMPLES,
  LOGS_INSIGHTS_EXAMPLES,
  SCHEDULE_EXAMPLES,
  SENTINEL_EXAMPLES,
} from "./errors/target-examples";

/** An example of every code. */
export const ERROR_EXAMPLES: Readonly<Record<string, ErrorExample>> = {
  ...RULE_EXAMPLES,
  ...Object.fromEntries(LINTS.map(({ code, example, fix }) => [code, load(example, fix)])),
  ...CLOUDWATCH_EXAMPLES,
  ...SENTINEL_EXAMPLES,
  ...LOGS_INSIGHTS_EXAMPLES,
  ...SCHEDULE_EXAMPLES,
  ...COMMAND_EXAMPLES,
  ...CONSTRUCT_EXAMPLES,
  ...REVIEW_EXAMPLES,
};

const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^DET1/, "Reading the file"],
  [/^DET2/, "Sigma: detections, correlations, filters"],
  [/^DET3/, "The rule's keys"],
  [/^DET4/, "Lints: works as written, and is almost surely not meant so"],
  [/^DET5/, "CloudWatch: what a metric filter cannot say"],
  [/^DET6/, "Sentinel: what a query cannot say, and KQL written by hand"],
  [/^DET7/, "Logs Insights: what the saved query leaves out"],
  [/^DET8/, "The schedule"],
  [/^DET90|^DET91/, "The command line: tests and gates"],
  [/^DET92|^DET93/, "Constructs"],
  [/^DET94/, "The review"],
  [/^DET95/, "Constructs: alarm actions, saved queries, providers"],
];

/** `docs/errors.md`: every code with its meaning, an example that gives it, and the way out. */
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
  "What `path:line:column CODE message` means. Codes never change their meaning. Examples replace keys of a plain rule; " +
  "under a code without one it takes more than a rule's text to get there, and the message is shown alone.";

function entry(code: string, example: ErrorExample): readonly string[] {
  const said = sayingOf(code, example);
  const heading = [`### ${code}`, MEANINGS[code] ?? ""];
  if (said === undefined) return heading;
  const wayOut = said.fix ?? example.wayOut;
  const says = [`Says: ${sentence(markdown(said.message))}`];
  if (wayOut !== undefined) says.push(`Way out: ${sentence(capital(markdown(wayOut)))}`);
  return [...heading, ...textsOf(example).map(block), ...says.map(visible)];
}

function textsOf(example: ErrorExample): readonly string[] {
  switch (example.kind) {
    case "load":
    case "compile":
      return [example.text];
    case "tests":
      return [example.tests];
    case "said":
      return [];
  }
}

const BLOCK_CHARS = 600;

function block(text: string): string {
  const cut = text.length > BLOCK_CHARS ? `${text.slice(0, BLOCK_CHARS)}…` : text;
  return `\`\`\`text\n${visible(cut)}\n\`\`\``;
}

/** A message with its values in the shortest of Markdown's fences, as Prettier writes them. */
function markdown(message: string): string {
  const span = (text: string) => (text.includes("`") ? `\`\`${text}\`\`` : `\`${text}\``);
  return messageParts(message)
    .map(({ text, code }) => (code ? span(text) : text))
    .join("");
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Control characters as escapes, so that the page is plain text. */
function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, (char) =>
    char === "\n" ? char : `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
