import type { Diagnostic } from "../compiler/core/diagnostic";
import { ruleMessages } from "../compiler/rule/messages";
import { shareOf, type Budget } from "./budgets/quotas";
import { count } from "./count";
import type { RuleReview, SetProblem, SetReview } from "./model";

const DUPLICATE_ID = ruleMessages.duplicateId("", "").code;

export function problemsOf({
  rules,
  budgets,
  diagnostics,
}: Pick<SetReview, "rules" | "budgets" | "diagnostics">): readonly SetProblem[] {
  return [
    ...findingProblems(diagnostics.filter(({ severity }) => severity === "error")),
    ...testProblems(rules),
    ...budgets
      .filter((budget) => shareOf(budget) > 1)
      .map((budget) => ({ section: "budgets", words: overWords(budget), rules: [] }) as const),
  ];
}

function findingProblems(errors: readonly Diagnostic[]): readonly SetProblem[] {
  const duplicates = errors.filter(({ code }) => code === DUPLICATE_ID);
  const files = (of: readonly Diagnostic[]) => new Set(of.map(({ path }) => path)).size;
  const others = errors.filter((each) => !duplicates.includes(each));
  const tests = files(others.filter(({ path }) => IS_TESTS.test(path)));
  const unread = files(others.filter(({ path }) => !IS_TESTS.test(path)));
  const told: readonly (readonly [number, string, string, string])[] = [
    [unread, "rule file", "rule files", "could not be read: what has errors has no page"],
    [
      duplicates.length,
      "rule has the id of another and is",
      "rules have the id of another and are",
      "left out",
    ],
    [tests, "file of tests", "files of tests", "could not be read: nothing of it was tested"],
  ];
  return told
    .filter(([number]) => number > 0)
    .map(([number, one, many, rest]) => ({
      section: "findings",
      words: `${count(number, one, many)} ${rest}`,
      rules: [],
    }));
}

const IS_TESTS = /\.tests\.ya?ml$/i;

function testProblems(rules: readonly RuleReview[]): readonly SetProblem[] {
  const failing = rules.filter(({ tests }) => tests.some(({ failed }) => failed));
  if (failing.length === 0) return [];
  const words = count(failing.length, "rule fails its tests", "rules fail their tests");
  const links = failing.map(({ key, title, format }) => ({ key, title, format }));
  return [{ section: "rules-section", words, rules: links }];
}

function overWords({ name, per, place, used, usedElsewhere = 0, limit }: Budget): string {
  const all = (used + usedElsewhere).toLocaleString("en-US");
  const over = `Over the limit: ${all} of ${limit.toLocaleString("en-US")} ${name} of`;
  return place === undefined
    ? `${over} a ${per}, if all rules are deployed to one`
    : `${over} the ${per} ${place}`;
}
