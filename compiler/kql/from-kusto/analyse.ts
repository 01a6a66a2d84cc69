import { NESTING_MAX } from "../limits";
import { KqlError } from "../values/error";
import { declare } from "./declare";
import { loadService, required, type KustoCode } from "./service";
import { unknownNames, type Unknown } from "./unknown";

/** A query, bound; and what it names that is not known here, which is bound as it is used. */
export interface Analysis {
  readonly code: KustoCode;
  /** In the order of the text, each name once. */
  readonly unknown: readonly Unknown[];
}

/** A rule's query is checked, lifted and run, one after the other. */
let last: { readonly query: string; readonly analysis: Analysis } | undefined;

/** A name may come to light once another is known. Our own bound. */
const ROUNDS_MAX = 5;

/**
 * Parses and binds a query over known tables. Tables and functions that are not known here are bound
 * as ones of any columns, so that nothing is held against what depends on them. Throws a `KqlError`:
 * `service`; `nesting` for brackets deeper than `NESTING_MAX`, on which the service would spend
 * seconds.
 */
export function analyse(query: string): Analysis {
  if (last?.query === query) return last.analysis;
  const { KustoCode } = loadService();
  checkBrackets(query);
  const bind = (names: readonly Unknown[]) =>
    required(KustoCode.ParseAndAnalyze(query, declare(query, names)));
  let unknown: readonly Unknown[] = [];
  let code = bind(unknown);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const isNew = ({ kind, name }: Unknown) =>
      !unknown.some((each) => each.kind === kind && each.name === name);
    const found = unknownNames(code).filter(isNew);
    if (found.length === 0) break;
    unknown = merged([...unknown, ...found]);
    code = bind(unknown);
  }
  const analysis = { code, unknown };
  last = { query, analysis };
  return analysis;
}

/** In the order of the text; a function's name may stand for the table that it gives. */
function merged(names: readonly Unknown[]): readonly Unknown[] {
  const functions = names.filter(({ kind }) => kind === "function").map(({ name }) => name);
  return names
    .filter(({ kind, name }) => kind === "function" || !functions.includes(name))
    .sort((one, other) => one.span.start - other.span.start);
}

function checkBrackets(query: string): void {
  const { value: max } = NESTING_MAX;
  let depth = 0;
  for (const bracket of query.match(/[([{\])}]/g) ?? []) {
    depth = Math.max(0, depth + ("([{".includes(bracket) ? 1 : -1));
    if (depth > max) throw new KqlError("nesting", `brackets nest more than ${max} deep`);
  }
}
