import fc from "fast-check";

import { compile } from "../../../../compiler/compile";
import { and, not, or, type Expression } from "../../../../compiler/ir/expression";
import { parseStringPattern } from "../../../../compiler/ir/pattern";
import { CLOUDTRAIL } from "../../../../compiler/log-sources/aws-cloudtrail/fields";
import { expressionMatcher } from "../../../../compiler/reference/evaluate";
import { compileQuery } from "../../../support/logs-insights/evaluate";
import { parseQuery } from "../../../support/logs-insights/parse";
import { ORIGIN } from "../../../support/predicates";
import { detectionOf } from "../cloudwatch/detections";

function string(written: string, cased = false, field = "userAgent"): Expression {
  return { kind: "string", field, pattern: parseStringPattern(written), cased, origin: ORIGIN };
}

function queryOf(expression: Expression): string {
  const { output, reasons } = compile(detectionOf(expression), "logs-insights");
  if (output === null) throw new Error(JSON.stringify(reasons));
  return output.query;
}

/** The part of the query that looks at the text. */
function filterOf(expression: Expression): string {
  return /^\| filter (.*)$/m.exec(queryOf(expression))?.[1] ?? "";
}

describe("a pattern of text as it is asked", () => {
  test.each([
    ["::", false, 'userAgent = "::"'],
    // The service may take such a text for a number.
    ["12", false, "userAgent like /(?i)^12$/"],
    ["Pacu", true, 'userAgent = "Pacu"'],
    ["Pacu", false, "userAgent like /(?i)^Pacu$/"],
    ["Pacu*", true, "userAgent like /^Pacu/"],
    ["*Pacu", true, "userAgent like /Pacu$/"],
    ["*Pacu*", true, "userAgent like /Pacu/"],
    ["a*b", true, "userAgent like /(?s)^a.*b$/"],
    ["*a*b*", false, "userAgent like /(?is)a.*b/"],
    ["?a*", true, "userAgent like /(?s)^.a/"],
    ["*", false, "userAgent like /(?is)./"],
    ["", false, "isempty(userAgent) = 1"],
  ])("%j, cased: %s", (written, cased, asked) => {
    expect(filterOf(string(written, cased))).toContain(asked);
  });

  test("and constants dissolve", () => {
    const never = string("perhaps", false, "readOnly");
    const create = string("CreateUser", true, "eventName");
    expect(filterOf(or([create, never]))).toBe(filterOf(create));
    expect(filterOf(and([create, not(never)]))).toBe(filterOf(create));
  });
});

test("the query shows an event exactly where its text matches", () => {
  const word = fc.string({ unit: fc.constantFrom(...'abA1*?\n/é"'), maxLength: 4 });
  const pattern = fc
    .tuple(fc.constantFrom("", "*"), word, fc.constantFrom("", "*"))
    .map((all) => all.join(""));
  const seen = { true: 0, false: 0 };
  fc.assert(
    fc.property(
      pattern,
      fc.boolean(),
      fc.boolean(),
      fc.array(word),
      (written, cased, no, texts) => {
        const test = string(written, cased);
        const expression = no ? not(test) : test;
        const { output, reasons } = compile(detectionOf(expression), "logs-insights");
        if (output === null || reasons.length > 0) return;
        const parsed = parseQuery(output.query);
        if (parsed.kind === "error") throw new Error(parsed.error.message);
        const shows = compileQuery(parsed.query);
        const matches = expressionMatcher(expression, CLOUDTRAIL);
        const near = written.replaceAll(/[*?]/g, "a");
        for (const event of [...texts, near, `x${near}`, ""].map((userAgent) => ({ userAgent }))) {
          const wanted = matches(event);
          seen[`${wanted}`] += 1;
          expect([event, shows(event)]).toEqual([event, wanted]);
        }
      },
    ),
    { numRuns: 1000 },
  );
  expect(Math.min(seen.true, seen.false)).toBeGreaterThan(500);
});
