/** Parts of the rules that examples are made of. */
export const selections = (items: string, condition = "s") =>
  `detection:\n  ${items.replaceAll("\n", "\n  ")}\n  condition: ${condition}`;

/** A rule of one selection with these fields. */
export const item = (written: string) => selections(`s: {${written}}`);

/** One predicate beside a call that bounds the rule. */
export const beside = (written: string) => item(`eventName: CreateUser, ${written}`);

/** A rule whose query is written by hand. */
export const kql = (query: string, keys = "") =>
  `name: Written\nseverity: Low\nqueryFrequency: 1h\nqueryPeriod: 1h\ntriggerOperator: gt\n` +
  `triggerThreshold: 0\n${keys}query: |\n  ${query.replaceAll("\n", "\n  ")}`;

/** A whole rule, that others refer to. */
export const ONE =
  "title: One\nname: one\nlogsource: {product: aws, service: cloudtrail}\n" +
  "detection: {s: {eventSource: iam.amazonaws.com, eventName: CreateUser}, condition: s}";

export const OTHER = ONE.replaceAll(/\bone\b/gi, "other");

/** A correlation, and the rule that it counts. */
export const correlation = (written: string, keys = "", one = ONE) =>
  `title: Many\nname: many\n${keys}correlation: {${written}}\n---\n${one}`;

export const count = (more: string, keys = "", one = ONE) =>
  correlation(`type: event_count, rules: [one], timespan: 5m, ${more}`, keys, one);

/** A filter, and a rule for it. */
export const filter = (written: string, logsource = "{product: aws, service: cloudtrail}") =>
  `title: Exclude\nlogsource: ${logsource}\nfilter: {${written}}\n---\n${ONE}`;

/** So many values of a list. */
export const values = (count: number, nth: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => nth(at)).join(", ");

/** A plain rule, of which an example replaces keys; `-key` leaves one out. */
const PLAIN: Readonly<Record<string, string>> = {
  title: "title: Something happened",
  status: "status: test",
  level: "level: low",
  logsource: "logsource: {product: aws, service: cloudtrail}",
  detection: "detection: {s: {eventName: CreateUser}, condition: s}",
};

/** The text of an example: an ARM template and whole documents as they are, keys in a plain rule. */
export function ruleText(written: string): string {
  if (written.startsWith("{")) return `${written}\n`;
  const has = (key: string) => new RegExp(`^-?${key}\\b`, "m").test(written);
  const whole = /^(title|name): (?!\[|")/.test(written) || written.startsWith("#");
  const usual = Object.keys(PLAIN).flatMap((key) => (whole || has(key) ? [] : [PLAIN[key]]));
  return `${[...usual, written.replace(/^-\w+$/gm, "")].join("\n")}\n`;
}
