import {
  and,
  FALSE,
  not,
  or,
  TRUE,
  type Expression,
  type Predicate,
} from "../../../../compiler/ir/expression";
import { parseStringPattern, text } from "../../../../compiler/ir/pattern";
import { CLOUDTRAIL } from "../../../../compiler/log-sources/aws-cloudtrail/fields";
import { joined } from "../../../../compiler/targets/cloudwatch/alternatives";
import { lowerPattern } from "../../../../compiler/targets/cloudwatch/lower";
import { printPattern } from "../../../../compiler/targets/cloudwatch/print";
import { ORIGIN } from "../../../support/predicates";
import { MODEL } from "./detections";
import { textOf } from "./read";

function string(field: string, written: string, path = field): Predicate {
  const origin = { ...ORIGIN, path };
  return { kind: "string", field, pattern: parseStringPattern(written), cased: false, origin };
}
const CREATE = string("eventName", "CreateUser");
const DELETE = string("eventName", "DeleteUser");
/** Writable, unless it is negated. */
const LAYER = string("requestParameters.layers", "12");
const KEYWORD: Predicate = { kind: "keyword", pattern: text("x"), cased: false, origin: ORIGIN };
const FIELDREF: Predicate = {
  kind: "fieldref",
  field: "userAgent",
  other: "errorMessage",
  comparison: "equals",
  cased: false,
  origin: ORIGIN,
};
/** Compares a boolean with another text, so with nothing. */
const NEVER = string("readOnly", "perhaps");
const ALWAYS: Predicate = { kind: "exists", field: "eventName", origin: ORIGIN };

function lower(expression: Expression, options = {}) {
  const lowered = lowerPattern(expression, MODEL, options);
  const { node } = lowered;
  return {
    ...lowered,
    printed: typeof node === "boolean" ? node : textOf(printPattern(joined(node))).slice(2, -2),
  };
}

describe("what cannot be said is left out", () => {
  test("under an even number of nots and an odd one, so that more matches", () => {
    const kept = '$.eventName = "CreateUser"';
    expect(lower(and([CREATE, FIELDREF])).printed).toBe(kept);
    expect(lower(and([CREATE, not(FIELDREF)])).printed).toBe(kept);
    expect(lower(not(or([not(CREATE), FIELDREF]))).printed).toBe(kept);
    expect(lower(or([CREATE, FIELDREF])).printed).toBe(true);
    expect(lower(or([CREATE, and([DELETE, not(KEYWORD)])])).printed).toBe(
      '$.eventName = "CreateUser" || $.eventName = "DeleteUser"',
    );
  });

  test("for one reason, where what is left asks for no field of the call any more", () => {
    const call = [string("eventSource", "kms.amazonaws.com"), string("eventName", "CreateGrant")];
    const constraints = string("requestParameters.constraints", "*admin*");
    const { reasons } = lowerPattern(and([...call, constraints]), CLOUDTRAIL);
    expect(reasons.map(({ code }) => code)).toEqual(["DET502"]);
  });

  test("in every place where the test stands, also where it could be said", () => {
    const { printed, dropped, reasons } = lower(
      or([and([CREATE, LAYER]), and([DELETE, not(LAYER)])]),
    );
    expect(printed).toBe('$.eventName = "CreateUser" || $.eventName = "DeleteUser"');
    expect([...dropped]).toEqual([LAYER]);
    expect(reasons.map(({ code }) => code)).toEqual(["DET503"]);
    expect(lower(and([CREATE, LAYER])).dropped.size).toBe(0);
  });

  test("with a reason for each test, once however often it stands there", () => {
    const { reasons } = lower(and([CREATE, FIELDREF, or([KEYWORD, and([FIELDREF, CREATE])])]));
    expect(reasons.map(({ code }) => code)).toEqual(["DET501", "DET508"]);
    const twice = and([
      string("requestParameters", "a", "detection.one"),
      string("requestParameters", "b", "detection.two"),
    ]);
    expect(lower(twice).reasons.map(({ path }) => path)).toEqual([
      "detection.one",
      "detection.two",
    ]);
  });

  test("and nothing of a dropped test is assumed", () => {
    const unlisted = string("requestParameters.anything", "12");
    expect(lower(not(unlisted)).assumptions).toHaveLength(1);
    expect(lower(not(or([unlisted, FIELDREF]))).assumptions).toHaveLength(1);
    const spelled = string("userAgent", "a?c");
    expect(lower(and([CREATE, spelled])).assumptions).toEqual(
      [...lower(CREATE).assumptions, ...lower(spelled).assumptions].sort(),
    );
  });
});

describe("a rule that is told to do without regexes", () => {
  test("loses the tests that need one, negated or not", () => {
    const agent = string("userAgent", "*pacu*");
    for (const test of [agent, not(agent)]) {
      expect(lower(and([CREATE, test])).dropped.size).toBe(0);
      const { printed, reasons } = lower(and([CREATE, test]), { regex: false });
      expect(printed).toBe('$.eventName = "CreateUser"');
      expect(reasons.map(({ code }) => code)).toEqual(["DET521"]);
    }
  });

  test("keeps the others", () => {
    const kept = and([CREATE, string("userAgent", "s3"), not(string("errorCode", "12"))]);
    expect(lower(kept, { regex: false })).toEqual(lower(kept));
    expect(lower(ALWAYS, { regex: false }).printed).toBe(true);
  });
});

describe("constants dissolve", () => {
  test.each([
    ["never", NEVER, false],
    [
      "not never",
      not(NEVER),
      "$.readOnly NOT EXISTS || $.readOnly IS NULL || $.readOnly IS TRUE || $.readOnly IS FALSE",
    ],
    ["true and a test", and([TRUE, CREATE]), '$.eventName = "CreateUser"'],
    ["not false and a test", and([not(FALSE), CREATE]), '$.eventName = "CreateUser"'],
    ["not true or a test", or([not(TRUE), CREATE]), '$.eventName = "CreateUser"'],
    ["false", FALSE, false],
    ["never and a test", and([CREATE, NEVER]), false],
    ["never or a test", or([NEVER, CREATE]), '$.eventName = "CreateUser"'],
    ["never or never", or([NEVER, NEVER]), false],
    ["always", ALWAYS, true],
    ["not always", not(ALWAYS), false],
    ["always and a test", and([ALWAYS, CREATE]), '$.eventName = "CreateUser"'],
    ["always and always", and([ALWAYS, ALWAYS]), true],
    ["always or a test", or([CREATE, ALWAYS]), true],
    ["not of always and a test", not(and([ALWAYS, CREATE])), '$.eventName != "CreateUser"'],
    ["a test twice", or([CREATE, CREATE]), '$.eventName = "CreateUser"'],
    ["a test twice, both needed", and([CREATE, CREATE]), '$.eventName = "CreateUser"'],
  ])("%s", (_, expression, printed) => {
    expect(lower(expression).printed).toBe(printed);
  });
});

describe("negated tests of one field share their conditions for the missing field", () => {
  const excluded = (field: string) => ["1", "2"].map((each) => not(string(field, each)));

  test("once for each field", () => {
    expect(lower(and(excluded("userAgent"))).printed).toBe(
      '$.userAgent NOT EXISTS || $.userAgent IS NULL || $.userAgent != "1" && $.userAgent != "2"',
    );
    expect(lower(and([...excluded("userAgent"), ...excluded("errorCode")])).printed).toBe(
      '($.userAgent NOT EXISTS || $.userAgent IS NULL || $.userAgent != "1" && $.userAgent != "2")' +
        ' && ($.errorCode NOT EXISTS || $.errorCode IS NULL || $.errorCode != "1" && $.errorCode != "2")',
    );
  });

  test("and alternatives of another kind stay as they are", () => {
    const either = or([CREATE, DELETE]);
    const missing: Predicate = { kind: "null", field: "userAgent", origin: ORIGIN };
    expect(lower(and([either, missing])).printed).toBe(
      '($.eventName = "CreateUser" || $.eventName = "DeleteUser")' +
        " && ($.userAgent NOT EXISTS || $.userAgent IS NULL)",
    );
  });
});
