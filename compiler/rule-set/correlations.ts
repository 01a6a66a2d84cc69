import type { Diagnostics } from "../core/diagnostic";
import type { ResolvedRule } from "../ir/rule";
import type { ParsedRule } from "../rule/parse-rule";
import { correlatedNames, type CorrelatedRule } from "../sigma/correlation";
import { referenceMessages } from "../sigma/reference-messages";
import {
  firstToEach,
  refer,
  titleOf,
  type Reference,
  type ReferenceIndex,
  type SetDocument,
} from "./rule-set";

/** The rules of a set that are free of errors. */
export type Detections = Map<SetDocument, ResolvedRule>;

/** A correlation of a set, and the documents that it refers to. */
interface CorrelationUse<Document extends SetDocument> {
  readonly document: Document;
  readonly rule: ParsedRule & { readonly kind: "correlation" };
  readonly members: readonly Reference[];
  /** Whether every name that it refers by is one of the members'. */
  readonly isWhole: boolean;
}

/** Correlations over correlations that a query can still say; ours, since no source sets a limit. */
const CHAIN_MAX = 5;

/**
 * The correlations, each behind those that it is over. Reported: references to nothing, correlations
 * that are over themselves, chains that are too long.
 */
export function correlationsOf<Document extends SetDocument>(
  documents: readonly Document[],
  index: ReferenceIndex,
): readonly CorrelationUse<Document>[] {
  const uses = new Map<SetDocument, CorrelationUse<Document>>();
  for (const document of documents) {
    const { rule, source, own } = document;
    if (rule?.kind !== "correlation") continue;
    const names = correlatedNames(rule.root);
    const named = refer(names, index, source, own);
    // An order may come back to a rule; elsewhere one that is named twice counts once.
    const isOrder = rule.document.correlation.type === "temporal_ordered";
    const members = isOrder ? named : firstToEach(named);
    uses.set(document, { document, rule, members, isWhole: named.length === names.length });
  }
  const lengths = new Map<SetDocument, number>();
  const ordered: CorrelationUse<Document>[] = [];
  let waiting = [...uses.values()];
  const innerOf = ({ members }: CorrelationUse<Document>) =>
    members.flatMap(({ document }) => uses.get(document)?.document ?? []);
  for (let before = 0; before !== waiting.length;) {
    before = waiting.length;
    waiting = waiting.filter((use) => {
      const inner = innerOf(use).map((document) => lengths.get(document));
      if (!inner.every((length) => length !== undefined)) return true;
      const length = 1 + Math.max(0, ...inner);
      if (length > CHAIN_MAX) {
        report(use, referenceMessages.correlationChain(CHAIN_MAX));
        // What is over it stays behind too, and is not resolved.
        ordered.push({ ...use, members: [], isWhole: false });
        return false;
      }
      lengths.set(use.document, length);
      ordered.push(use);
      return false;
    });
  }
  for (const use of waiting) {
    const circle = circleOf(use, (document) => {
      const next = uses.get(document);
      return next === undefined ? [] : innerOf(next);
    });
    if (circle !== undefined) report(use, referenceMessages.correlationCycle(circle.map(titleOf)));
  }
  return [...ordered, ...waiting];
}

function report(
  { document: { source, own }, members: [first] }: CorrelationUse<SetDocument>,
  message: Parameters<Diagnostics["report"]>[2],
): void {
  if (first !== undefined) own.report(source, first.span, message);
}

/** The shortest way from a correlation to itself. */
function circleOf(
  { document: start }: CorrelationUse<SetDocument>,
  innerOf: (document: SetDocument) => readonly SetDocument[],
): readonly SetDocument[] | undefined {
  const seen = new Set<SetDocument>();
  let ways: readonly (readonly SetDocument[])[] = [[start]];
  while (ways.length > 0) {
    const next: (readonly SetDocument[])[] = [];
    for (const way of ways) {
      for (const document of innerOf(way[way.length - 1] ?? start)) {
        if (document === start) return [...way, start];
        if (seen.has(document)) continue;
        seen.add(document);
        next.push([...way, document]);
      }
    }
    ways = next;
  }
  return undefined;
}

/** The rules that a correlation counts; undefined where not all of them are there, free of errors. */
export function correlatedRules(
  { document: { source, own }, members, isWhole }: CorrelationUse<SetDocument>,
  detections: Detections,
): readonly CorrelatedRule[] | undefined {
  const rules = members.flatMap(({ name, span, document }): CorrelatedRule[] => {
    if (document.rule?.kind === "sentinel") {
      own.report(source, span, referenceMessages.correlationOfQuery(name));
    }
    const detection = detections.get(document);
    return detection === undefined ? [] : [{ name, detection }];
  });
  return isWhole && rules.length === members.length ? rules : undefined;
}
