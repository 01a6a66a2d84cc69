import { inBothCases, normalize, type Ranges } from "../../ir/characters";
import type { RegexFlags } from "../../ir/expression";
import { parseRegexTree, type Alternatives, type RegexNode } from "../../ir/regex";

/**
 * A checked RE2 source as one that RE2 and Kusto's engine read alike: classes as ranges, since `\d` is
 * a Unicode class in Kusto (recorded string-ops-0026#3), letters in both cases instead of a flag,
 * nothing lazy. Undefined for what they may read differently: word boundaries in text that need not be
 * ASCII, Unicode classes, folding of letters outside ASCII. (RE2 syntax; Kusto's `matches regex`
 * reference.)
 */
export function portableRegex(
  source: string,
  flags: RegexFlags,
  asciiText: boolean,
): string | undefined {
  // Case is folded for ASCII letters only, so another letter anywhere is not said.
  const asciiOnly = flags.ignoreCase || /\(\?[a-zA-Z]*i/.test(source);
  const isForeign = (code: number) => asciiOnly && code > 0x7f;

  function write(node: RegexNode): string | undefined {
    switch (node.kind) {
      case "group": {
        const inner = writeAll(node.alternatives);
        return inner === undefined ? undefined : `(?:${inner})`;
      }
      case "repetition": {
        const repeated = write(node.of);
        return repeated === undefined ? undefined : repeated + node.quantifier;
      }
      case "character": {
        if (isForeign(node.code)) return undefined;
        const character: Ranges = [[node.code, node.code]];
        const cases = node.ignoreCase ? inBothCases(character) : character;
        return cases.length > 1 ? classOf(cases, false) : quoteCharacter(node.code);
      }
      case "class": {
        const written = node.members.flatMap((each) =>
          each.name === undefined ? each.ranges : [],
        );
        if (written.flat().some(isForeign)) return undefined;
        const ranges = node.members.flatMap((each) => each.ranges);
        return classOf(node.ignoreCase ? inBothCases(ranges) : normalize(ranges), node.negated);
      }
      case "dot":
        return node.dotAll ? "(?s:.)" : ".";
      case "anchor": {
        const sign = node.at === "start" ? "^" : "$";
        return node.lines ? `(?m:${sign})` : sign;
      }
      case "boundary":
        return asciiText ? node.source : undefined;
      case "other":
        return undefined;
    }
  }

  function writeAll(alternatives: Alternatives): string | undefined {
    const written = alternatives.map((row) => allOf(row.map(write))?.join(""));
    return allOf(written)?.join("|");
  }

  return writeAll(parseRegexTree(source, flags));
}

function allOf(parts: readonly (string | undefined)[]): readonly string[] | undefined {
  const written = parts.filter((part) => part !== undefined);
  return written.length === parts.length ? written : undefined;
}

function classOf(ranges: Ranges, negated: boolean): string {
  const inside = ranges.map(([first, last]) => {
    const from = quoteInBracket(first);
    return first === last ? from : `${from}-${quoteInBracket(last)}`;
  });
  return `[${negated ? "^" : ""}${inside.join("")}]`;
}

function quoteCharacter(code: number): string {
  return String.fromCodePoint(code).replace(/[\\^$.|?*+()[\]{}]/, "\\$&");
}

/** Set operations of other engines (`&&`, `--`, `~~`) and nested brackets are quoted away. */
function quoteInBracket(code: number): string {
  return String.fromCodePoint(code).replace(/[\\^[\]&~-]/, "\\$&");
}
