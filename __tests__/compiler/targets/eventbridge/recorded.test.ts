import { readFileSync } from "node:fs";

import { fieldsMatcher } from "../../../../compiler/targets/eventbridge/evaluate";
import { fieldsOfText } from "../../../../compiler/targets/eventbridge/event-fields";
import { parsePattern } from "../../../../compiler/targets/eventbridge/parse";
import { describeWithShared, shared } from "../../../support/optional";

interface Case {
  readonly name: string;
  readonly pattern: unknown;
  readonly patternText?: string;
  readonly event: unknown;
  readonly eventText?: string;
  readonly expected: "match" | "no-match" | "exception";
  readonly message?: string;
}

/** What the service says before what is wrong. */
const SAYS = "Event pattern is not valid. Reason: ";

describeWithShared("answers recorded from the service, or given by its published engine", () => {
  const cases: readonly Case[] = JSON.parse(
    readFileSync(shared("eventbridge/event-pattern-cases.json"), "utf8"),
  );

  test.each(cases.map((each) => [each.name, each] as const))("%s", (_, each) => {
    const parsed = parsePattern(each.patternText ?? JSON.stringify(each.pattern));
    if (parsed.kind === "error") {
      expect([each.expected, parsed.message]).toEqual(["exception", parsed.message]);
      const said = each.message?.replace(SAYS, "");
      // What is no JSON is told in the words of a parser.
      if (said !== undefined && each.pattern !== null) expect(parsed.message).toBe(said);
      return;
    }
    const matches = fieldsMatcher(parsed.pattern)(
      fieldsOfText(each.eventText ?? JSON.stringify(each.event)),
    );
    expect(matches ? "match" : "no-match").toBe(each.expected);
  });

  test("are of every kind", () => {
    const of = (expected: Case["expected"]) =>
      cases.filter((each) => each.expected === expected).length;
    expect([of("match"), of("no-match"), of("exception")].every((count) => count > 40)).toBe(true);
  });
});
