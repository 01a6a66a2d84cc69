import type { Step, TextPart } from "./ast";

/** A form in the pattern language, or why there is none. */
export type Written = { readonly kind: "written"; readonly text: string } | Refused;

export interface Refused {
  readonly kind: "refused";
  /** What cannot be written; one line, for the author of the rule. */
  readonly reason: string;
}

export function written(text: string): Written {
  return { kind: "written", text };
}

export function refused(reason: string): Refused {
  return { kind: "refused", reason };
}

/** A number as the language spells it: sign, decimals, exponent (CloudWatch Logs guide, 2018). */
export const NUMBER = /^[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const LONE_SURROGATE = /\p{Cs}/u;

/**
 * Why a literal text cannot stand between quotes; `undefined` where it can. The language has no
 * escape for `*` (a regex can hold one), and line breaks in a pattern are undocumented.
 */
export function textProblem(text: string): string | undefined {
  if (text.includes("*")) return "a literal * has no form in quoted text";
  if (CONTROL.test(text)) return "a control character has no form in quoted text";
  if (LONE_SURROGATE.test(text)) return "half of a surrogate pair is not text";
  return undefined;
}

/** Text between quotes; `"` and `\` take a backslash (as the AWS CDK's filter patterns do). */
export function quoteText(parts: readonly TextPart[]): Written {
  let quoted = "";
  for (const part of parts) {
    if (part.kind === "any") {
      quoted += "*";
    } else {
      const problem = textProblem(part.text);
      if (problem !== undefined) return refused(problem);
      quoted += part.text.replace(/["\\]/g, "\\$&");
    }
  }
  return written(`"${quoted}"`);
}

const BARE_KEY = /^[A-Za-z0-9_-]+$/;

/**
 * Printable ASCII, without what ends the quoted key or may be read as an escape or a wildcard in
 * it: AWS shows the form with a dot only (`$.['cluster.name']`), so everything doubtful is out.
 */
const QUOTED_KEY = /^(?:(?!['"*[\\\]])[\u0020-\u007e])+$/;

/** Why a field name has no form in a selector; `undefined` where it has one. */
export function keyProblem(name: string): string | undefined {
  if (QUOTED_KEY.test(name)) return undefined;
  return `the field name ${JSON.stringify(name)} has no form in a selector`;
}

/** Whether a field name stands in a selector only in the quoted form. */
export function isQuotedKey(name: string): boolean {
  return !BARE_KEY.test(name);
}

/** One step of a selector: `.name`, `.['dotted.name']`, `[3]`, `[*]`, `.*`. */
export function writeStep(step: Step): Written {
  switch (step.kind) {
    case "key": {
      if (!isQuotedKey(step.name)) return written(`.${step.name}`);
      const problem = keyProblem(step.name);
      return problem === undefined ? written(`.['${step.name}']`) : refused(problem);
    }
    case "index":
      return Number.isSafeInteger(step.index) && step.index >= 0
        ? written(`[${step.index}]`)
        : refused(`${step.index} is not an array index`);
    case "anyElement":
      return written("[*]");
    case "anyField":
      return written(".*");
  }
}

/**
 * The source of a regex that finds exactly this text: operators take a backslash, and what is
 * not in the allowed symbols (a colon and a space too, on which sources differ) becomes `\xHH`.
 * Empty for the empty text, which needs an anchor to be a regex. Refuses text outside ASCII:
 * regexes hold no multi-byte characters (CloudWatch Logs guide).
 */
export function regexLiteral(text: string): Written {
  return regexOf(text, (char) => char);
}

/** As `regexLiteral`, with `[Aa]` for each letter: there is no switch to ignore case. */
export function regexIgnoringCase(text: string): Written {
  return regexOf(text, (char) =>
    /[A-Za-z]/.test(char) ? `[${char.toUpperCase()}${char.toLowerCase()}]` : char,
  );
}

function regexOf(text: string, symbol: (char: string) => string): Written {
  let source = "";
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (code > 0x7f) return refused("a regex holds no character outside ASCII");
    if (/[A-Za-z0-9_#=@/;,-]/.test(char)) source += symbol(char);
    else if (/[$*+.?[\\\]^{|}]/.test(char)) source += `\\${char}`;
    else source += `\\x${code.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return written(source);
}
