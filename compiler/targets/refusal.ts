import type { Diagnostics, Message } from "../core/diagnostic";
import { error } from "../core/message";
import type { Span } from "../core/source";
import type { ResolvedRule } from "../ir/rule";
import { fieldsOf, predicatesOf, type Predicate } from "../ir/expression";
import { respelled, unknownField } from "../lint/field-names";
import { entryOf, nodeAt, placeAt } from "../load/node";
import { spanInScalar } from "../load/scalar-position";
import { neverOccurs } from "../log-sources/field";
import { acceptanceOf, unusedCodes } from "../rule/acceptance";
import { ruleMessages } from "../rule/messages";
import { TARGET_NAMES, type Compiled, type Reason } from "./verdict";

/**
 * Reports why nothing may be deployed, at the places in the rule, and what the rule accepts without
 * need. Nothing more, where something may.
 */
export function reportRefusal(
  detection: ResolvedRule,
  compiled: Compiled<unknown>,
  diagnostics: Diagnostics,
): void {
  reportUnused(detection, compiled, diagnostics);
  const { target, verdict, reasons, output, unaccepted = reasons } = compiled;
  if (output !== null || (verdict !== "unsupported" && verdict !== "wider")) return;
  const cloud = TARGET_NAMES[target];
  const isPart = verdict === "wider" && unaccepted.length < reasons.length;
  const said =
    verdict === "unsupported"
      ? "unsupported"
      : isPart
        ? "wider also by what is not accepted"
        : "wider, and not accepted";
  const codes = reasons.map(({ code }) => code);
  const all = `accept: ${acceptanceOf(target, codes)}`;
  const accept = isPart ? `\`${all}\`` : `\`accept: wider\` or \`${all}\``;
  const fix =
    verdict === "wider"
      ? `accept that it alerts on more with ${accept}, or change the condition`
      : undefined;
  for (const reason of unaccepted) {
    const why = target === "sentinel" ? explanation(detection, reason) : undefined;
    const message = `${cloud}: ${said}: ${why?.message ?? reason.message}`;
    diagnostics.report(detection.source, placeOf(detection, reason), {
      ...(why ?? error(reason.code, message, fix)),
      message,
      severity: "error",
    });
  }
}

/** A loss that is accepted and does not occur would be accepted unseen on the day it does. */
function reportUnused(
  { document, root, source }: ResolvedRule,
  { target, verdict, reasons }: Compiled<unknown>,
  diagnostics: Diagnostics,
): void {
  if (verdict === null || verdict === "unsupported" || verdict === "not-applicable") return;
  const lost = verdict === "wider" ? reasons.map(({ code }) => code) : [];
  const { node } = nodeAt(root, ["accept", target]);
  const items = node.kind === "sequence" ? node.items : [];
  for (const code of unusedCodes(document.accept, target, lost)) {
    const item = items.find((each) => each.kind === "scalar" && each.text === code);
    diagnostics.report(
      source,
      (item ?? node).span,
      ruleMessages.acceptedUnused(TARGET_NAMES[target], code),
    );
  }
}

/** What explains a reason better than the table can: that no event has the field that it lacks. */
function explanation(detection: ResolvedRule, reason: Reason): Message | undefined {
  const { matches, root, source } = detection;
  const test = testOf(detection, reason);
  if (matches.kind !== "expression" || test === undefined) return undefined;
  for (const field of fieldsOf(test)) {
    const known = neverOccurs(field, matches.logSource.fields);
    if (known === undefined) continue;
    const edit = respelled(test, field, known, root, source);
    return { ...unknownField.say(field, known), ...(edit && { edit }) };
  }
  return undefined;
}

/** Reports why there is nothing to save, of a target that claims no verdict. */
export function reportUnwritten(
  detection: ResolvedRule,
  { target, verdict, reasons, output }: Compiled<unknown>,
  diagnostics: Diagnostics,
): void {
  if (output !== null || verdict !== null) return;
  for (const reason of reasons) {
    diagnostics.report(
      detection.source,
      placeOf(detection, reason),
      error(reason.code, `${TARGET_NAMES[target]}: nothing to save: ${reason.message}`),
    );
  }
}

/** The keys one of which every rule has. */
const WHAT_MATCHES = ["detection", "query", "correlation"] as const;

/** A reason's place: the test it is about, else the deepest part of its path that the rule has. */
export function placeOf(
  { matches, root, source }: ResolvedRule,
  { path, origin, on }: Pick<Reason, "path" | "origin" | "on">,
): Span {
  // What a filter or a counted rule says stands in a text of its own.
  if (matches.kind === "expression" && origin !== undefined && origin.filter === undefined) {
    return origin.span;
  }
  const steps = [...stepsOf(path)];
  const offset = steps[1];
  const query = entryOf(root, "query")?.value;
  if (steps[0] === "query" && typeof offset === "number" && query?.kind === "scalar") {
    return spanInScalar(source, query.span, query.text, { start: offset, end: offset + 1 });
  }
  while (!nodeAt(root, steps).found) steps.pop();
  const last = entryOf(nodeAt(root, steps.slice(0, -1)).node, String(steps.at(-1)));
  if (steps.length > 1) {
    return on === "key" && last !== undefined ? last.keySpan : placeAt(root, steps, source);
  }
  const entry =
    last ?? WHAT_MATCHES.map((key) => entryOf(root, key)).find((each) => each !== undefined);
  return entry?.keySpan ?? root.span;
}

function testOf({ matches }: ResolvedRule, { path }: Reason): Predicate | undefined {
  if (matches.kind !== "expression") return undefined;
  const tests = [...matches.selections.values()].flatMap(predicatesOf);
  return tests.find(({ origin }) => origin.path === path);
}

/** `entityMappings[0].identifier` as keys and indices. */
function stepsOf(path: string): readonly PropertyKey[] {
  return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([text, index]) =>
    index === undefined ? text : Number(index),
  );
}
