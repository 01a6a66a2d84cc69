import { inBothCases, type Ranges } from "../../ir/characters";
import type { RegexPredicate } from "../../ir/expression";
import { ANY, text, type StringPattern } from "../../ir/pattern";
import type { Field } from "../../log-sources/field";
import { dropped } from "../lower";
import { ANY as ANYTHING, textValue, type Value } from "./ast";
import { hasOthers, isSame, writeSet } from "./char-set";
import { refused, written, type Written } from "./escape";
import { lowerString, type LoweredValues } from "./lower-value";
import { assumptions } from "./assumptions";
import { reasons } from "./reasons";
import { regexProblem } from "./regex";
import { branchesOf, type Branch, type Piece } from "./regex-branches";

/**
 * A regex as values of which the field's text has to equal some: one for each alternative, since no
 * source is certain how far a `|` reaches. An alternative of plain text is lowered like the string it is.
 */
export function lowerRegex(test: RegexPredicate, field: Field, enumerable: boolean): LoweredValues {
  const branches = branchesOf(test.source, test.flags);
  if ("kind" in branches) return dropped(reasons.notWritable(test, branches.reason));
  const values: Value[] = [];
  const assumes: string[] = [];
  for (const branch of branches) {
    const lowered = lowerBranch(test, branch, field, enumerable);
    if (lowered.kind === "dropped") return lowered;
    values.push(...lowered.values);
    assumes.push(...lowered.assumes);
  }
  return { kind: "values", values, assumes };
}

function lowerBranch(
  test: RegexPredicate,
  branch: Branch,
  field: Field,
  enumerable: boolean,
): LoweredValues {
  const { fromStart, pieces, toEnd } = branch;
  if (pieces.length === 0 && !fromStart && !toEnd) {
    return { kind: "values", values: [textValue([ANYTHING])], assumes: [] };
  }
  const literal = literalOf(pieces);
  if (literal !== undefined) {
    const pattern: StringPattern = [
      ...(fromStart ? [] : [ANY]),
      ...text(literal.text),
      ...(toEnd ? [] : [ANY]),
    ];
    return lowerString(
      { ...test, kind: "string", pattern, cased: literal.cased },
      literal.cased ? field : withoutIdentifier(field),
      enumerable,
    );
  }
  const source = writeBranch(branch);
  const problem = source.kind === "refused" ? source.reason : regexProblem(source.text)?.message;
  if (source.kind === "refused" || problem !== undefined) {
    return dropped(reasons.notWritable(test, problem ?? ""));
  }
  const assumes = [
    ...(field.type === "string" ? [] : [assumptions.numberText(field.path)]),
    ...(!field.ascii && pieces.some((piece) => countsCharacters(piece, branch))
      ? [assumptions.oneCharacter(field.path)]
      : []),
  ];
  return { kind: "values", values: [{ kind: "regex", source: source.text }], assumes };
}

/** A regex without case does not tell how AWS spells what it finds. */
function withoutIdentifier(field: Field): Field {
  return field.spelling.kind === "identifier" ? { ...field, spelling: { kind: "free" } } : field;
}

/** The one text that the pieces spell, in this case or, if all its letters are free, in any. */
function literalOf(pieces: readonly Piece[]): { text: string; cased: boolean } | undefined {
  let literal = "";
  const cases = new Set<boolean>();
  for (const { set, min, max } of pieces) {
    const [[code] = []] = set;
    if (code === undefined || min !== 1 || max !== 1) return undefined;
    const exact: Ranges = [[code, code]];
    const folded = inBothCases(exact);
    if (!isSame(set, exact) && !isSame(set, folded)) return undefined;
    if (!isSame(folded, exact)) cases.add(isSame(set, exact));
    literal += String.fromCharCode(code);
  }
  return cases.size < 2 ? { text: literal, cased: !cases.has(false) } : undefined;
}

/**
 * Whether it matters that a character outside ASCII counts as one, not as its bytes: anywhere but in
 * an open repetition, or as a single one at an end where anything may stand.
 */
function countsCharacters(piece: Piece, { fromStart, pieces, toEnd }: Branch): boolean {
  if (!hasOthers(piece.set) || (piece.min <= 1 && piece.max === Infinity)) return false;
  const open = (piece === pieces[0] && !fromStart) || (piece === pieces.at(-1) && !toEnd);
  return !(open && piece.min === 1 && piece.max === 1);
}

function writeBranch({ fromStart, pieces, toEnd }: Branch): Written {
  let source = fromStart ? "^" : "";
  for (const { set, min, max } of pieces) {
    const atom = writeSet(set);
    if (atom.kind === "refused") return refused(atom.reason);
    source += atom.text + quantifier(min, max);
  }
  return written(toEnd ? `${source}$` : source);
}

function quantifier(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
  if (min === max) return min === 1 ? "" : `{${min}}`;
  return min === 0 && max === 1 ? "?" : `{${min},${max}}`;
}
