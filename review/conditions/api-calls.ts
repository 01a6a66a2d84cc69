import { isPredicate, type Expression, type Predicate } from "../../compiler/ir/expression";
import {
  parseStringPattern,
  printStringPattern,
  type PatternPart,
  type StringPattern,
} from "../../compiler/ir/pattern";
import type { CallFields } from "../../compiler/log-sources/log-source";
import { LOG_SOURCES } from "../../compiler/log-sources/registry";

/** A call that a rule speaks of: the service's event source and the event's name. */
export interface ApiCall {
  /** `iam.amazonaws.com`; absent where the rule names none. */
  readonly source?: string;
  /** With Sigma's wildcards; absent where the rule names none. */
  readonly name?: string;
}

/** One way to match: undefined stands for any. */
interface Way {
  readonly sources: readonly string[] | undefined;
  readonly names: readonly string[] | undefined;
}

const ANYTHING: Way = { sources: undefined, names: undefined };
/** Beyond this many ways a listing helps nobody, and "any call" is the honest summary. */
const MOST_WAYS = 64;

/** The calls that an event must be one of for an expression to match; empty: they name none. */
export function apiCalls(
  expressions: readonly Expression[],
  fields: CallFields | undefined,
): readonly ApiCall[] {
  if (fields === undefined) return [];
  const calls = merged(expressions.flatMap((each) => waysOf(each, true, fields))).flatMap(
    ({ sources, names }) =>
      (sources ?? [undefined]).flatMap((source) =>
        (names ?? [undefined]).map((name) => ({
          ...(source === undefined ? {} : { source }),
          ...(name === undefined ? {} : { name }),
        })),
      ),
  );
  const distinct = new Map(calls.map((call) => [JSON.stringify(call), call]));
  const named = [...distinct.values()].sort(byText);
  return named.some((call) => call.source === undefined && call.name === undefined) ? [] : named;
}

const SUFFIXES = LOG_SOURCES.flatMap(({ calls }) => calls?.serviceSuffix ?? []);

/** The service as people call it: `iam` of `iam.amazonaws.com`. */
export function serviceOf({ source }: ApiCall): string | undefined {
  const suffix = SUFFIXES.find((each) => source?.endsWith(each)) ?? "";
  return source?.slice(0, source.length - suffix.length);
}

/** Whether an event can be both calls: a rule that names no source may mean any. */
export function overlap(a: ApiCall, b: ApiCall): boolean {
  if (a.name === undefined || b.name === undefined) return false;
  if (!meet(a.name, b.name)) return false;
  return a.source === undefined || b.source === undefined || meet(a.source, b.source);
}

/** Whether a name stands for more than itself. */
export function hasWildcards(name: string): boolean {
  return parseStringPattern(name).some(({ kind }) => kind !== "text");
}

/** Whether some text is both, each with Sigma's wildcards, whatever the case. */
function meet(a: string, b: string): boolean {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  if (left === right) return true;
  return /[*?]/.test(left + right) && meetAt(piecesOf(left), piecesOf(right));
}

/** Single characters and wildcards. */
function piecesOf(written: string): StringPattern {
  return parseStringPattern(written).flatMap((part): StringPattern =>
    part.kind === "text" ? [...part.text].map((text) => ({ kind: "text", text })) : [part],
  );
}

/** Row by row from the ends: whether what follows in both can be the same text. */
function meetAt(left: StringPattern, right: StringPattern): boolean {
  let below: readonly boolean[] = [];
  for (let i = left.length; i >= 0; i -= 1) {
    const row: boolean[] = [];
    for (let j = right.length; j >= 0; j -= 1) {
      const [a, b] = [left[i], right[j]];
      const [skipLeft, skipRight] = [below[j] ?? false, row[j + 1] ?? false];
      if (a === undefined && b === undefined) row[j] = true;
      else if (a?.kind === "any" || b?.kind === "any") row[j] = skipLeft || skipRight;
      else row[j] = a !== undefined && b !== undefined && same(a, b) && (below[j + 1] ?? false);
    }
    below = row;
  }
  return below[0] ?? false;
}

function same(a: PatternPart, b: PatternPart): boolean {
  return a.kind !== "text" || b.kind !== "text" || a.text === b.text;
}

function waysOf(node: Expression, positive: boolean, fields: CallFields): readonly Way[] {
  if (isPredicate(node)) return [positive ? wayOf(node, fields) : ANYTHING];
  switch (node.kind) {
    case "and":
    case "or": {
      const each = node.operands.map((operand) => waysOf(operand, positive, fields));
      const all = (node.kind === "and") === positive;
      return merged(all ? each.reduce(both, [ANYTHING]) : each.flat());
    }
    case "not":
      return waysOf(node.operand, !positive, fields);
    case "constant":
      return node.value === positive ? [ANYTHING] : [];
  }
}

function wayOf(test: Predicate, fields: CallFields): Way {
  if (test.kind !== "string") return ANYTHING;
  const value = printStringPattern(test.pattern);
  if (value === "*") return ANYTHING;
  if (test.field === fields.service) return { ...ANYTHING, sources: [value.toLowerCase()] };
  return test.field === fields.name ? { ...ANYTHING, names: [value] } : ANYTHING;
}

function both(left: readonly Way[], right: readonly Way[]): readonly Way[] {
  if (left.length * right.length > MOST_WAYS) return [ANYTHING];
  const ways = left.flatMap((a) =>
    right.map((b) => ({ sources: common(a.sources, b.sources), names: common(a.names, b.names) })),
  );
  return merged(ways);
}

/** Patterns are not compared: where both sides name some, the narrower list is kept as it is. */
function common(a: readonly string[] | undefined, b: readonly string[] | undefined) {
  if (a === undefined || b === undefined) return a ?? b;
  const shared = a.filter((value) => b.includes(value));
  if (shared.length > 0) return shared;
  return a.length <= b.length ? a : b;
}

/** Ways that differ in one respect only become one. */
function merged(ways: readonly Way[]): readonly Way[] {
  const bySource = groups(
    ways,
    ({ sources }) => sources,
    (group) => ({
      sources: group[0]?.sources,
      names: union(group.map(({ names }) => names)),
    }),
  );
  return groups(
    bySource,
    ({ names }) => names,
    (group) => ({
      sources: union(group.map(({ sources }) => sources)),
      names: group[0]?.names,
    }),
  );
}

function groups(
  ways: readonly Way[],
  keyOf: (way: Way) => unknown,
  join: (group: readonly Way[]) => Way,
): readonly Way[] {
  const byKey = new Map<string, Way[]>();
  for (const way of ways) {
    const key = JSON.stringify(keyOf(way)) ?? "";
    byKey.set(key, [...(byKey.get(key) ?? []), way]);
  }
  return [...byKey.values()].map(join);
}

function union(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const known = lists.filter((list) => list !== undefined);
  return known.length < lists.length ? undefined : [...new Set(known.flat())];
}

function byText(a: ApiCall, b: ApiCall): number {
  const text = ({ source = "", name = "" }: ApiCall) => `${source} ${name}`;
  return text(a) < text(b) ? -1 : 1;
}
