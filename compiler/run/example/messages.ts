import type { CodeTable } from "../../core/code";
import { error, plural, quote, quotedList, warning } from "../../core/message";

/** What `example` says: 914 to 918; codes never change meaning. */
export const exampleMessages = {
  onlyQuery: () =>
    error(
      "DET914",
      "the rule has only a query: examples are made from a `detection`",
      "write its tests by hand, with events that it returns",
    ),
  correlation: () =>
    error(
      "DET915",
      "no events were found on which the correlation alerts",
      "write its tests by hand: `events`, each with its time, and `alert`",
    ),
  notMade: (missing: readonly string[]) =>
    warning(
      "DET916",
      `no event was found for ${plural(missing.length, "case")}: ${quotedList(missing, 3)}`,
      "write these tests by hand; what cannot hold, or cannot fail, needs none",
    ),
  exists: (path: string) =>
    warning("DET917", `${quote(path)} is there already: nothing was written`, "remove it first"),
  several: (path: string, rules: number) =>
    warning(
      "DET918",
      `${quote(path)} would hold tests of ${rules} rules, and each of them is tested by all: nothing was written`,
      "put each rule that alerts in a file of its own",
    ),
} as const;

/** What the codes of examples mean. */
export const exampleCodes: CodeTable<typeof exampleMessages> = {
  DET914: {
    meaning: "Examples of a rule that has only a query.",
    example: exampleMessages.onlyQuery(),
  },
  DET915: {
    meaning: "Examples of a correlation for which none were found.",
    example: exampleMessages.correlation(),
  },
  DET916: {
    meaning: "A case of a rule for which no example was found.",
    example: exampleMessages.notMade(["a near miss for userName: '*'"]),
  },
  DET917: {
    meaning: "A file of tests that `example --write` would have replaced.",
    example: exampleMessages.exists("rules/new.tests.yml"),
  },
  DET918: {
    meaning: "A file of several rules, of which `example --write` writes no tests.",
    example: exampleMessages.several("rules/new.tests.yml", 2),
  },
};
