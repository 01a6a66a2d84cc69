import { foldCase } from "../core/fold-case";
import { oncePer } from "../core/once-per";
import { quote, quotedList } from "../core/message";
import { callsAt } from "../ir/calls";
import { fieldsOf, type Expression, type Predicate } from "../ir/expression";
import type { LeftOut } from "../log-sources/log-group-facts";
import { lint } from "./lint";
import { plainTexts } from "./text-values";

export const leftOut = lint({
  code: "DET453",
  severity: "warning",
  meaning: "A rule for a log group that looks for what is not written there.",
  example:
    "logsource: {product: kubernetes, service: audit}\ndetection: {s: {verb: delete, objectRef.resource: events}, condition: s}",
  message: (what: string, why: string) => ({
    text: `in the log group ${what}: ${why}`,
    fix: "allow it where the rule is for the table of Sentinel, which other clusters fill",
  }),
  run(linted, warn) {
    if (linted.matches?.kind !== "expression") return;
    const { expression, logSource } = linted.matches;
    if (logSource.logGroupName === undefined) return;
    const { leavesOut = [] } = logSource.cloudwatch ?? {};
    for (const each of leavesOut) {
      const { path, texts, members, why } = each;
      if (members === undefined) {
        for (const { predicate, shape } of plainTexts(linted)) {
          if (predicate.field !== path || shape.kind !== "equals") continue;
          if (!texts.includes(foldCase(shape.text))) continue;
          const what = `no event has ${quote(shape.text)} at ${quote(path)}`;
          warn(predicate.origin.span, [what, why]);
        }
        continue;
      }
      const what = `no event with this ${quote(path)} has ${quotedList(members)}`;
      for (const test of linted.predicates) {
        if (isBelow(test, members) && isOnlyOf(test, expression, each)) {
          warn(test.origin.span, [what, why]);
        }
      }
    }
  },
});

function isBelow(test: Predicate, members: readonly string[]): boolean {
  return fieldsOf(test).some((field) =>
    members.some((member) => `${field}.`.startsWith(`${member}.`)),
  );
}

/** Whether a predicate decides on events with the texts that are left out, and on no others. */
function isOnlyOf(test: Predicate, expression: Expression, left: LeftOut): boolean {
  return callsAt(
    expression,
    asService(left),
  )(test).every(
    ({ service }) =>
      service?.kind === "listed" && service.texts.every((text) => left.texts.includes(text)),
  );
}

/** What a branch leaves of the texts at a path is found as it is of the services that are called. */
const asService = oncePer(({ path }: LeftOut) => ({ service: path, name: "" }));
