import { foldCase } from "../../compiler/core/fold-case";
import { stringMatcher, parseStringPattern } from "../../compiler/ir/pattern";
import type { CallCatalog, CallKind } from "../../compiler/log-sources/log-source";
import { hasWildcards, type ApiCall } from "./api-calls";

/** Whether there are events of a call, and which trails record them. */
export type CallFacts =
  | {
      readonly kind: "known";
      /** How many events are meant, and the first of them. */
      readonly total: number;
      readonly names: readonly string[];
      /** How many of them are of each kind. */
      readonly kinds: Readonly<Record<CallKind, number>>;
    }
  /** No such event is known; `meant`: the nearest that is. */
  | { readonly kind: "unknown"; readonly meant?: string }
  | { readonly kind: "unknown-service"; readonly meant?: string };

/** A call that a rule speaks of, and what is known of it. */
export interface CoveredCall extends ApiCall {
  /** Absent where nothing is known of the log source's calls, or where any service is meant. */
  readonly facts?: CallFacts;
}

/** Events of a pattern that are named. */
const MOST_NAMED = 3;

/** Calls of one rule that the nearest is looked for of: a list can have thousands. */
const MOST_COMPARED = 8;

/** What is known of each of a rule's calls. */
export function coveredCalls(
  calls: readonly ApiCall[],
  catalog: CallCatalog | undefined,
): readonly CoveredCall[] {
  if (catalog === undefined) return calls;
  let compared = 0;
  return calls.map((call) => {
    const facts = factsOf(call, catalog, () => (compared += 1) <= MOST_COMPARED);
    return facts === undefined ? call : { ...call, facts };
  });
}

function factsOf(
  { source, name }: ApiCall,
  catalog: CallCatalog,
  mayCompare: () => boolean,
): CallFacts | undefined {
  if (source === undefined ? name === undefined || hasWildcards(name) : hasWildcards(source)) {
    return undefined;
  }
  const isNamed = name !== undefined && !hasWildcards(name);
  const services = source === undefined ? catalog.servicesWith(name!) : [source];
  const all = services.flatMap((service) =>
    catalog.names(service).map((each) => ({ service, name: each })),
  );
  if (source !== undefined && all.length === 0) {
    const meant = mayCompare() ? catalog.nearestService(source, name) : undefined;
    return { kind: "unknown-service", ...(meant === undefined ? {} : { meant }) };
  }
  const fits =
    name === undefined
      ? () => true
      : isNamed
        ? (text: string) => foldCase(text) === foldCase(name)
        : stringMatcher(parseStringPattern(name), false);
  const found = all.filter((each) => fits(each.name));
  if (found.length === 0) {
    const meant = isNamed && mayCompare() ? catalog.nearestName(name, source) : undefined;
    return { kind: "unknown", ...(meant === undefined ? {} : { meant }) };
  }
  const kinds = { data: 0, read: 0, write: 0 };
  for (const each of found) kinds[catalog.kind(each.service, each.name) ?? "write"] += 1;
  return {
    kind: "known",
    total: found.length,
    names: [...new Set(found.map((each) => each.name))].slice(0, MOST_NAMED),
    kinds,
  };
}

const KIND_WORDS: Readonly<Record<CallKind, string>> = {
  data: "data event",
  read: "reads",
  write: "writes",
};

/** What is known of a call, in a table's cell; code stands between backticks. */
export function factsWords({ name, facts }: CoveredCall): string {
  if (facts === undefined) return "not looked up";
  const meant = facts.kind === "known" || facts.meant === undefined ? "" : `: \`${facts.meant}\`?`;
  switch (facts.kind) {
    case "unknown":
      return `no such event is known${meant}`;
    case "unknown-service":
      return `not known to record calls${meant}`;
    case "known": {
      const { total, names, kinds } = facts;
      const present = (["data", "read", "write"] as const).filter((kind) => kinds[kind] > 0);
      const [only, second] = present;
      if (name !== undefined && !hasWildcards(name) && only !== undefined && second === undefined) {
        return KIND_WORDS[only];
      }
      const counts = present.map((kind) => COUNT_WORDS[kind](kinds[kind])).join(", ");
      const listed = names.map((each) => `\`${each}\``).join(", ");
      return `${total === 1 ? "1 event" : `${total} events`} (${counts}): ${listed}${total > names.length ? ", …" : ""}`;
    }
  }
}

const COUNT_WORDS: Readonly<Record<CallKind, (count: number) => string>> = {
  data: (count) => `${count} data`,
  read: (count) => `${count} read`,
  write: (count) => `${count} write`,
};

/** What must be recorded so that all of a rule's calls can be seen, a sentence each. */
export function recordingNeeds(calls: readonly CoveredCall[]): readonly string[] {
  const has = (kind: CallKind) =>
    calls.some(({ facts }) => facts?.kind === "known" && facts.kinds[kind] > 0);
  return [
    ...(has("data")
      ? [
          "Data events are recorded only by a trail that is told to record them for the resources that matter.",
        ]
      : []),
    ...(has("read")
      ? ["Calls that only read are left out by a trail that records write events only."]
      : []),
  ];
}
