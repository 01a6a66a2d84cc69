/** Parts of the rules that examples are made of. */
export const selections = (items: string, condition = "s") =>
  `detection:\n  ${items.replaceAll("\n", "\n  ")}\n  condition: ${condition}`;

/** A rule of one selection with these fields. */
export const item = (written: string) => selections(`s: {${written}}`);

export const ONE =
  "title: One\nname: one\nlogsource: {product: aws, service: cloudtrail}\n" +
  "detection: {s: {eventSource: iam.amazonaws.com, eventName: CreateUser}, condition: s}";

const ID = "id: 3b8e3f7e-6a51-4f0b-9d39-54b5a2a5f3a1";

/** Two rules with one id. */
export const TWO = `${ONE}\n${ID}\n---\n${ONE.replaceAll(/\bone\b/gi, "other")}\n${ID}`;

/** A correlation, and the rule that it counts. */
export const correlation = (written: string, keys = "", one = ONE) =>
  `title: Many\nname: many\n${keys}correlation: {${written}}\n---\n${one}`;

export const count = (more: string) =>
  correlation(`type: event_count, rules: [one], timespan: 5m, condition: {gte: 3}, ${more}`);

/** A filter, and a rule for it. */
export const filter = (written: string, logsource = "{product: aws, service: cloudtrail}") =>
  `title: Exclude\nlogsource: ${logsource}\nfilter: {${written}}\n---\n${ONE}`;
