import { foldCase } from "../../../core/fold-case";
import { foldSearch, shapeOf, type StringPattern } from "../../../ir/pattern";
import {
  binary,
  block,
  call,
  choice,
  joined,
  number,
  regex,
  text,
  variable,
  type Jsonata,
  type Let,
} from "../jsonata/ast";
import { ANY_ONE, ANY_RUN, asSource, END, regexText } from "../jsonata/escape";

/** Patterns one of which has to fit. */
export interface Texts {
  readonly patterns: readonly StringPattern[];
  readonly cased: boolean;
}

/** Whether a text fits; letters of ASCII are folded on both sides unless they count. */
export function fitsText(value: Jsonata, { patterns, cased }: Texts): Jsonata {
  const subject = cased ? value : call("fold", value);
  const wanted = patterns.map((each) => (cased ? each : foldPattern(each)));
  const stepwise = wanted.filter(isStepwise);
  const [only, ...others] = wanted.filter((each) => !isStepwise(each));
  return joined("or", [
    ...(only === undefined
      ? []
      : others.length === 0
        ? [fitsOne(subject, only)]
        : [call("contains", subject, regex(asSource(sourceOf([only, ...others]))))]),
    ...stepwise.map((each) => fitsStepwise(subject, each)),
  ]);
}

/** Whether texts stand between more than one `*`: a search that goes back over a long text may never end. */
function isStepwise(pattern: StringPattern): boolean {
  return (
    shapeOf(pattern).kind === "general" &&
    pattern.every(({ kind }) => kind !== "one") &&
    pattern.filter(({ kind }) => kind === "any").length > 1
  );
}

const s = variable("s");

/** Each text is looked for behind the one before, leftmost, so that no text is gone over twice. */
function fitsStepwise(subject: Jsonata, pattern: StringPattern): Jsonata {
  const texts = pattern.map((part) => (part.kind === "text" ? part.text : undefined));
  const [first, last] = [texts[0], texts.at(-1)];
  const middle = texts.slice(first === undefined ? 0 : 1, last === undefined ? undefined : -1);
  const length = (of: string) => number([...of].length);
  const lets: Let[] = [{ name: "s", value: subject }];
  if (first !== undefined) {
    const begins = binary(call("substring", s, number(0), length(first)), "=", text(first));
    lets.push({ name: "s", value: choice(begins, call("substring", s, length(first))) });
  }
  for (const each of middle) {
    if (each === undefined) continue;
    const found = call("contains", s, text(each));
    lets.push({ name: "s", value: choice(found, call("substringAfter", s, text(each))) });
  }
  const ends =
    last === undefined
      ? call("exists", s)
      : binary(call("substring", s, number(-[...last].length)), "=", text(last));
  return block(lets, ends);
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
