import { foldCase } from "../../../core/fold-case";
import { foldSearch, shapeOf, type StringPattern } from "../../../ir/pattern";
import { binary, call, joined, number, regex, text, type Jsonata } from "../jsonata/ast";
import { ANY_ONE, ANY_RUN, asSource, END, regexText } from "../jsonata/escape";

/** Patterns one of which has to fit. */
export interface Texts {
  readonly patterns: readonly StringPattern[];
  readonly cased: boolean;
}

/** Whether a text fits; letters of ASCII are folded on both sides unless they count. */
export function fitsText(value: Jsonata, { patterns, cased }: Texts): Jsonata {
  const subject = cased ? value : call("fold", value);
  const [only, ...others] = patterns.map((each) => (cased ? each : foldPattern(each)));
  if (only === undefined) return joined("or", []);
  return others.length === 0
    ? fitsOne(subject, only)
    : call("contains", subject, regex(asSource(sourceOf([only, ...others]))));
}

function fitsOne(subject: Jsonata, pattern: StringPattern): Jsonata {
  const shape = shapeOf(pattern);
  switch (shape.kind) {
    case "anything":
      return binary(subject, "!=", text(""));
    case "equals":
      return binary(subject, "=", text(shape.text));
    case "contains":
      return call("contains", subject, text(shape.text));
    case "startswith":
      return binary(
        call("substring", subject, number(0), number([...shape.text].length)),
        "=",
        text(shape.text),
      );
    case "endswith":
      return binary(
        call("substring", subject, number(-[...shape.text].length)),
        "=",
        text(shape.text),
      );
    case "general":
      return call("contains", subject, regex(asSource(sourceOf([pattern]))));
  }
}

/** One regular expression for all: a list of texts would be as deep as it is long. */
function sourceOf(patterns: readonly StringPattern[]): string {
  const whole = patterns.flatMap((pattern) => {
    const shape = shapeOf(pattern);
    return shape.kind === "equals" ? [regexText(shape.text)] : [];
  });
  const others = patterns.filter((pattern) => shapeOf(pattern).kind !== "equals").map(searchOf);
  const listed = whole.length === 1 ? whole[0]! : `(?:${whole.join("|")})`;
  return [...(whole.length === 0 ? [] : [`^${listed}${END}`]), ...others].join("|");
}

function searchOf(pattern: StringPattern): string {
  if (shapeOf(pattern).kind === "anything") return "[\\s\\S]";
  const source = foldSearch(pattern, { text: regexText, any: ANY_RUN, one: ANY_ONE });
  return source.endsWith("$") ? source.slice(0, -1) + END : source;
}

function foldPattern(pattern: StringPattern): StringPattern {
  return pattern.map((part) =>
    part.kind === "text" ? { kind: "text", text: foldCase(part.text) } : part,
  );
}
