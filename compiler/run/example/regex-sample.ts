import { EVERY, type Ranges } from "../../ir/characters";
import type { RegexPredicate } from "../../ir/expression";
import { parseRegexTree, type Alternatives, type RegexNode } from "../../ir/regex";

/** The shortest plain text that a regular expression is likely to find itself in; nobody proved it. */
export function sampleOf({ source, flags }: RegexPredicate): string {
  return rowsOf(parseRegexTree(source, flags));
}

function rowsOf([first = []]: Alternatives): string {
  return first.map(textOf).join("");
}

function textOf(node: RegexNode): string {
  switch (node.kind) {
    case "group":
      return rowsOf(node.alternatives);
    case "repetition":
      return textOf(node.of).repeat(node.min);
    case "character":
      return String.fromCodePoint(node.code);
    case "class": {
      const ranges = node.members.flatMap(({ ranges }) => ranges);
      return characterIn(node.negated ? undefined : ranges, node.negated ? ranges : []);
    }
    case "dot":
      return "x";
    case "anchor":
    case "boundary":
    case "other":
      return "";
  }
}

/** What examples are written with, best first. */
const PLAIN = "abcxyz0123456789ABCXYZ-_./ ";

function characterIn(ranges: Ranges = EVERY, without: Ranges): string {
  const within = (all: Ranges, code: number) =>
    all.some(([first, last]) => first <= code && code <= last);
  const plain = [...PLAIN].find((char) => {
    const code = char.codePointAt(0) ?? 0;
    return within(ranges, code) && !within(without, code);
  });
  return plain ?? String.fromCodePoint(ranges[0]?.[0] ?? 0x78);
}
