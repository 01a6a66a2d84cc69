import { CLOUDS, TARGET_NAMES, type Cloud } from "../../compiler/targets/verdict";
import { count } from "../count";
import { headline, verdictCounts } from "../headline";
import { levelOf } from "../level";
import type { RuleReview, SetReview } from "../model";
import type { PublishOptions } from "../options";
import { placesOf } from "../places";
import { code, escaped, message, row, table } from "./markdown";
import { verdictWords } from "./rule-markdown";

/** By this line a comment of ours is found again and replaced. */
const MARKER = "<!-- cdktf-detections review -->";

/**
 * What a comment may take, in UTF-8 bytes: GitHub refuses a body over 65,536 characters, and how it
 * counts is not documented, so some is left.
 */
const COMMENT_BYTES = 60_000;

/** What a comment gives, at most, to the errors of rules that cannot be read: as a part of all bytes. */
const ERRORS_SHARE = 1 / 4;

/** Techniques without a rule that are named; the others are counted. */
const MOST_GAPS = 100;

/** Places that rules go to, and names of log groups in each, that a comment lists. */
const MOST_PLACES = 20;
const MOST_NAMES = 3;

/**
 * The rule set as a pull request comment: the headline, then a row for each rule, those that need a
 * decision first, then where the clouds differ. Cut between rows, with the number of those left out.
 */
export function indexMarkdown(
  set: SetReview,
  options: PublishOptions = {},
  most: number = COMMENT_BYTES,
): string {
  const top = [
    MARKER,
    `## ${escaped(set.title)}`,
    headline(set),
    ...set.clouds.map((cloud) => verdictLine(set, cloud)),
    ...placeLines(set),
    // The findings are told one by one.
    ...set.problems
      .filter(({ section }) => section !== "findings")
      .map(({ words }) => `**${escaped(words)}.**`),
    ...unread(set, most * ERRORS_SHARE),
    ...gapLines(set.gaps),
  ].join("\n\n");
  const head = table(["Rule", "Level", "CloudWatch", "Sentinel", "Tests"], []);
  const rules = [...set.rules].sort((a, b) => urgency(b) - urgency(a));
  const differences = rules.flatMap((rule) => differencesOf(rule, options));
  const rows = rules.map((rule) => rowOf(rule, options));
  const room = (text: string) => most - Buffer.byteLength(text);
  const start = `${top}\n\n${head}\n`;
  // Room is left to say that all differences are left out.
  const least = differences.length === 0 ? "" : folded(more(differences.length, "differences"));
  const listed = `${start}${cut(rows, room(`${start}\n${least}`), "rules")}\n`;
  if (differences.length === 0) return listed;
  return `${listed}${folded(cut(differences, room(`${listed}${folded("")}`), "differences"))}`;
}

function folded(lines: string): string {
  return `\n<details><summary>How the clouds differ from the rules</summary>\n\n${lines}\n\n</details>\n`;
}

type Many = "rules" | "errors" | "differences";

/** As many lines as there is room for; where some are left out, how many. */
function cut(lines: readonly string[], room: number, many: Many): string {
  const all = lines.join("\n");
  if (Buffer.byteLength(all) <= room) return all;
  const shown: string[] = [];
  let left = room - Buffer.byteLength(`\n${more(lines.length, many)}`);
  for (const line of lines) {
    left -= Buffer.byteLength(line) + 1;
    if (left < 0) break;
    shown.push(line);
  }
  const rest = more(lines.length - shown.length, many);
  return shown.length === 0 ? rest : `${shown.join("\n")}\n\n${rest}`;
}

function more(left: number, many: Many): string {
  return `${left} more ${left === 1 ? many.slice(0, -1) : many} in the report.`;
}

function verdictLine(set: SetReview, cloud: Cloud): string {
  const counts = verdictCounts(set, cloud).map(({ verdict, rules, notAccepted }) => {
    const open = notAccepted === 0 ? "" : ` (${notAccepted} not accepted)`;
    return `${rules.toLocaleString("en-US")} ${verdict}${open}`;
  });
  return `${TARGET_NAMES[cloud]}: ${counts.length === 0 ? "no rules" : counts.join(", ")}.`;
}

function unread({ diagnostics }: SetReview, room: number): readonly string[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return [];
  const lines = errors.map(({ path, line, code: number, excerpt, message: said }) => {
    // Its line names the key, which the message need not.
    const at = excerpt.trim() === "" ? "" : `${code(excerpt)}: `;
    return `- ${escaped(`${path}:${line} ${number}`)} ${at}${message(said)}`;
  });
  const words = errors.length === 1 ? "1 error" : `${errors.length} errors`;
  return [`**${words}.** Rules that cannot be read are not below:`, cut(lines, room, "errors")];
}

/** Where the rules go; the first of many. */
function placeLines(set: SetReview): readonly string[] {
  const places = placesOf(set);
  if (places.length === 0) return [];
  const lines = places.slice(0, MOST_PLACES).map(({ stack, account, names, rules, shadow }) => {
    const where = names.slice(0, MOST_NAMES).map(code).join(", ");
    const others = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
    const of = account === "" ? "" : ` (${escaped(account)})`;
    const quiet = shadow === 0 ? "" : shadow === rules ? ", in shadow" : `, ${shadow} in shadow`;
    return `- ${escaped(stack)}: ${count(rules, "rule", "rules")}${quiet}, ${where}${others}${of}`;
  });
  const rest = places.length - lines.length;
  return [[...lines, ...(rest > 0 ? [`- ${rest} more in the report.`] : [])].join("\n")];
}

function gapLines(gaps: readonly string[]): readonly string[] {
  if (gaps.length === 0) return [];
  const rest = gaps.length - MOST_GAPS;
  const more = rest > 0 ? ` and ${rest} more` : "";
  return [`ATT&CK gaps: ${gaps.slice(0, MOST_GAPS).join(", ")}${more}.`];
}

function rowOf(rule: RuleReview, options: PublishOptions): string {
  const failed = rule.tests.filter((test) => test.failed).length;
  return row([
    `${linkTo(rule, options)}${rule.shadow ? " (shadow)" : ""}`,
    escaped(levelOf(rule)),
    verdictWords(rule.cloudwatch),
    verdictWords(rule.sentinel),
    failed === 0 ? String(rule.tests.length) : `${failed} of ${rule.tests.length} fail`,
  ]);
}

/** Each condition that a cloud leaves out, and why it refuses a rule, on a line. */
function differencesOf(rule: RuleReview, options: PublishOptions): readonly string[] {
  return CLOUDS.flatMap((cloud) => {
    const { verdict, reasons } = rule[cloud];
    const told = verdict === "wider" || verdict === "unsupported" ? reasons : [];
    const place = `${linkTo(rule, options)}, ${verdictWords(rule[cloud])} on ${TARGET_NAMES[cloud]}`;
    return told.map((reason) => `- ${place}: ${message(reason.message)}`);
  });
}

function linkTo({ key, title }: RuleReview, { pagesUrl }: PublishOptions): string {
  const name = `rules/${encodeURIComponent(key)}`;
  // What would end the link, or the cell that it stands in.
  const folder = pagesUrl?.replace(/\/?$/, "/").replace(/[()<>|\\\s]/g, percentEncoded);
  return `[${escaped(title)}](${folder === undefined ? `${name}.md` : `${folder}${name}.html`})`;
}

function percentEncoded(char: string): string {
  return `%${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

/** How much a rule needs a decision: refused before wider before the rest. */
function urgency({ cloudwatch, sentinel, tests }: RuleReview): number {
  const refused = [cloudwatch, sentinel].filter(
    ({ verdict }) => verdict === "unsupported" || verdict === "not-applicable",
  ).length;
  const wider = [cloudwatch, sentinel].filter(({ verdict }) => verdict === "wider").length;
  const failed = tests.some((test) => test.failed);
  return (failed ? 100 : 0) + refused * 10 + wider;
}
