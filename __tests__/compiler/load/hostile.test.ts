import { Diagnostics, formatDiagnostic } from "../../../compiler/core/diagnostic";
import { loadRule } from "../../../compiler/rule-set/load-rule";

/** A safeguard, not a measurement: each of these took minutes, or for ever, with a careless loader. */
jest.setTimeout(60_000);

const SIZE = 20_000;
const times = (unit: string) => unit.repeat(Math.floor(SIZE / unit.length));
const numbered = (of: (index: number) => string, between: string) =>
  Array.from({ length: SIZE / 8 }, (_, index) => of(index)).join(between);

const several = (count: number, of: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => of(index)).join(", ");

const rule = (detection: string, keys = "") =>
  `title: T\nlogsource: {product: aws, service: cloudtrail}\ndetection: ${detection}\n${keys}`;

const TEXTS: Readonly<Record<string, string>> = {
  "many keys": numbered((index) => `k${index}: 1`, "\n"),
  "many keys in braces": `a: {${numbered((index) => `k${index}: 1`, ", ")}}`,
  "one key over and over": times("a: 1\n"),
  "empty keys": times(": \n"),
  "explicit keys": times("? a\n: b\n"),
  "open brackets": `a:\n${times("[")}`,
  "open braces": `a:\n${times("{")}`,
  "closing brackets": `a: ${times("]")}`,
  commas: `a: [${times(",")}]`,
  dashes: times("- "),
  "question marks": times("? "),
  colons: times("a: "),
  "carriage returns": times("a: b\r"),
  "empty documents": times("---\n"),
  "small documents": times("--- a\n...\n"),
  directives: times("%YAML 1.2\n"),
  tags: times("!x "),
  "unknown tags": numbered((index) => `k${index}: !a${index} 1`, "\n"),
  anchors: numbered((index) => `k${index}: &a${index} 1`, "\n"),
  aliases: `a: &a 1\nb: [${times("*a, ")}]`,
  "an open quote": `a: "${times("x\n")}`,
  comments: `a:\n${times("  # x\n")}`,
  "reserved characters": times("@\n"),
  "falling indentation": numbered((index) => `${" ".repeat(50 - (index % 50))}a: b`, "\n"),
  "a long title": `title: ${times("x")}`,
  "many typos": rule(
    "{s: {eventName: X}, condition: s}",
    numbered((i) => `titl${i}: 1`, "\n"),
  ),
  "a long condition": rule(`{s: {eventName: X}, condition: ${times("s or ")}s}`),
  "a deep condition": rule(`{s: {eventName: X}, condition: ${times("(")}s}`),
  "a condition of nots": rule(`{s: {eventName: X}, condition: ${times("not ")}s}`),
  "quantifiers over many selections": rule(
    `{${numbered((index) => `s${index}: {a: b}`, ", ")}, condition: ${"1 of s* and ".repeat(200)}s1}`,
  ),
  "unknown selections": rule(
    `{${numbered((index) => `s${index}: {a: b}`, ", ")}, condition: ${"x1 or ".repeat(400)}s1}`,
  ),
  "many values": rule(
    `{s: {eventName: [${numbered((index) => `V${index}`, ", ")}]}, condition: s}`,
  ),
  "many wildcards": rule(`{s: {eventName: '${times("*a?")}'}, condition: s}`),
  "many patterns": rule(
    `{s: {userAgent|contains: [${numbered((index) => `v${index}`, ", ")}]}, condition: s}`,
  ),
  "many exclusions": rule(
    `{s: {eventName: X}, f: [${numbered((index) => `{userAgent: v${index}}`, ", ")}], condition: s and not f}`,
  ),
  "many fields": rule(`{s: {${numbered((index) => `r${index}: v`, ", ")}}, condition: s}`),
  "many modifiers": rule(`{s: {'eventName${times("|contains")}': X}, condition: s}`),
  "nested repetitions": rule(`{s: {eventName|re: '${times("(a*)*")}'}, condition: s}`),
  "nested groups": rule(`{s: {eventName|re: '${times("(")}'}, condition: s}`),
  "repeated counts": rule("{s: {eventName|re: '((((a{100}){100}){100}){100})'}, condition: s}"),
  "alternatives that nearly cover each other": rule(
    `{${several(100, (i) => `s${i}: {userAgent|contains: [${several(240, (j) => (j === 239 ? `x${i}` : `v${j}`))}]}`)}, condition: 1 of s*}`,
  ),
  "aliases of many rules": [
    `title: C\ncorrelation: {type: event_count, timespan: 1h, condition: {gte: 1}, group-by: [${several(50, (i) => `a${i}`)}], rules: [${several(500, (i) => `r${i}`)}], aliases: {${several(50, (i) => `a${i}: {${several(500, (j) => `r${j}: awsRegion`)}}`)}}}`,
    ...Array.from({ length: 500 }, (_, i) =>
      rule("{s: {eventName: X}, condition: s}", `name: r${i}`),
    ),
  ].join("\n---\n"),
  "long texts tried on long patterns": rule(
    `{a: {eventName: '${"a".repeat(200_000)}'}, b: {eventName: '*${"a".repeat(150_000)}?b*'}, condition: a and b}`,
  ),
  "mistakes in a long folded condition": rule(
    `\n  s: {eventName: X}\n  condition: >\n${"    \n".repeat(80_000)}    x ${"or x ".repeat(490)}`,
  ),
  "open brackets in a name": rule(`{s: {'${"[".repeat(200_000)}': X}, condition: s}`),
  "classes in a class": rule(`{s: {userAgent|re: '[${"[:a".repeat(150_000)}'}, condition: s}`),
  "many bad tags": rule("{s: {eventName: X}, condition: s}", `tags:\n${times("  - X\n")}`),
};

describe("a hostile text is answered with diagnostics, or read", () => {
  test.each(Object.entries(TEXTS))("%s", (_name, text) => {
    const diagnostics = new Diagnostics();
    const detection = loadRule(`${text}\n`, diagnostics);
    const { all } = diagnostics;
    // Nothing halfway: a rule, or an error that says why there is none.
    expect(detection === undefined).toBe(diagnostics.hasErrors);
    const lines = text.split("\n").length + 1;
    expect(all.every(({ line, column }) => line >= 1 && line <= lines && column >= 1)).toBe(true);
    expect(all.slice(0, 100).every((found) => formatDiagnostic(found).length < 5_000)).toBe(true);
  });
});
