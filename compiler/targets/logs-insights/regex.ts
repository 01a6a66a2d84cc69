import { RE2JS, RE2JSException } from "re2js";

import { CONSTRUCT, piecesOfClass } from "../../ir/regex";
import type { Regex, RegexFlags, RegexSource } from "./ast";
import { hex, refused, type Refused } from "./escape";
import { LIMITS } from "./limits";

/**
 * A regular expression for `like`, as the service can be trusted to read it. AWS names Hyperscan in
 * one text and RE2 in another, so only what both read alike is accepted: ASCII; no look-around,
 * back-references, possessive quantifiers, named groups, inner flags, Unicode properties. Flags at
 * the start of `source` count like `flags`; characters that could end the literal are rewritten.
 * Source: CloudWatch Logs user guide, filter (2022) and regexReplace (2026).
 */
export function regex(source: string, flags: Partial<RegexFlags> = {}): Regex | Refused {
  const leading = /^(?:\(\?[ims]+\))*/.exec(source)?.[0] ?? "";
  const written = rewrite(source.slice(leading.length));
  if (typeof written !== "string") return written;
  if (written === "") return refused("the regular expression is empty");
  if (!compiles(written)) return refused("RE2 does not read the regular expression");
  return {
    kind: "regex",
    source: written,
    ignoreCase: flags.ignoreCase === true || leading.includes("i"),
    multiLine: flags.multiLine === true || leading.includes("m"),
    dotAll: flags.dotAll === true || leading.includes("s"),
  };
}

/**
 * The same for a source of quoted text (`regexText`), dots, stars and anchors alone. Every engine reads
 * that alike, so it is not compiled to be sure: most conditions of most queries are of this kind.
 */
export function textRegex(source: string, flags: Partial<RegexFlags> = {}): Regex | Refused {
  if (!isShortEnough(source)) return refused("the regular expression is empty or too long");
  const { ignoreCase = false, multiLine = false, dotAll = false } = flags;
  return { kind: "regex", source, ignoreCase, multiLine, dotAll };
}

function isShortEnough(source: string): source is RegexSource {
  return source !== "" && source.length <= LIMITS.queryLength.value;
}

/** The literal, between slashes and with its flags. */
export function regexLiteral(regex: Regex): string {
  return `/${patternOf(regex)}/`;
}

function patternOf({ source, ignoreCase, multiLine, dotAll }: Regex): string {
  const flags = `${ignoreCase ? "i" : ""}${multiLine ? "m" : ""}${dotAll ? "s" : ""}`;
  return flags === "" ? source : `(?${flags})${source}`;
}

function compiles(source: string): source is RegexSource {
  try {
    RE2JS.compile(source);
    return true;
  } catch (error) {
    if (error instanceof RE2JSException) return false;
    throw error;
  }
}

/** Escapes of a letter or digit that mean the same in Hyperscan and RE2. */
const COMMON_ESCAPE = /^\\[dDwWsSbBnrtf]$/;

function rewrite(source: string): string | Refused {
  if (source.length > LIMITS.queryLength.value)
    return refused("the regular expression is too long");
  let written = "";
  for (const [construct] of source.matchAll(CONSTRUCT)) {
    const text = /^\[./u.test(construct) ? characterClass(construct) : outsideClass(construct);
    if (typeof text !== "string") return text;
    written += text;
  }
  return written;
}

function outsideClass(construct: string): string | Refused {
  if (construct === "(?:" || /^\{\d/.test(construct)) return construct;
  if (construct.startsWith("(?")) {
    return refused("only plain groups and (?:…) are read alike by all engines");
  }
  return construct.startsWith("\\") ? escape(construct) : allOf([...construct].map(character));
}

function characterClass(construct: string): string | Refused {
  const { negated, pieces } = piecesOfClass(construct);
  if (pieces.some((piece, at) => /^\[[:.=]/.test(piece + (pieces[at + 1] ?? "")))) {
    return refused("named character classes are not read alike by all engines");
  }
  const members = pieces.map((piece) => {
    if (piece === "|") return hex(piece);
    if (piece === "[" || piece === "]") return `\\${piece}`;
    return piece.startsWith("\\") ? escape(piece) : character(piece);
  });
  return allOf([negated ? "[^" : "[", ...members, "]"]);
}

function allOf(parts: readonly (string | Refused)[]): string | Refused {
  return parts.find((part) => typeof part !== "string") ?? parts.join("");
}

function escape(piece: string): string | Refused {
  const code = /^\\x([\dA-Fa-f]{2})$/.exec(piece)?.[1];
  if (code !== undefined) return Number.parseInt(code, 16) < 0x80 ? piece : NOT_ASCII;
  if (COMMON_ESCAPE.test(piece)) return piece;
  const escaped = piece.slice(1);
  if (/[A-Za-z0-9]/.test(escaped)) return refused(`${piece} is not read alike by all engines`);
  if (escaped === "|") return hex(escaped);
  const text = character(escaped);
  return text === escaped ? piece : text;
}

const NOT_ASCII = refused("the engines treat non-ASCII characters differently");

/** One character, as itself unless it is unsafe in the literal. `/` has AWS's documented escape. */
function character(one: string): string | Refused {
  if (one === "/") return "\\/";
  if (/\P{ASCII}/u.test(one)) return NOT_ASCII;
  return /[\p{Cc}"'#{}`\\]/u.test(one) ? hex(one) : one;
}
