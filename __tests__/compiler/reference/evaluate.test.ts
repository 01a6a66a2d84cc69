import fc from "fast-check";

import type { Json } from "../../../compiler/core/json";
import {
  and,
  not,
  or,
  type Comparison,
  type Expression,
  type FieldrefPredicate,
  type NumberPredicate,
} from "../../../compiler/ir/expression";
import { parseStringPattern } from "../../../compiler/ir/pattern";
import { CLOUDTRAIL } from "../../../compiler/log-sources/aws-cloudtrail/fields";
import { expressionMatcher } from "../../../compiler/reference/evaluate";
import { topicNamed } from "../../support/places";
import { anyEvent, anyExpression, ORIGIN } from "../ir/arbitrary-expressions";

function matches(node: Expression, event: Json): boolean {
  return expressionMatcher(node, CLOUDTRAIL)(event);
}

function is(field: string, written: string, cased = false): Expression {
  const pattern = parseStringPattern(written);
  return { kind: "string", field, pattern, cased, origin: ORIGIN };
}

const isNull = (field: string): Expression => ({ kind: "null", field, origin: ORIGIN });
const exists = (field: string): Expression => ({ kind: "exists", field, origin: ORIGIN });
const by = (userName: Json) => ({ userIdentity: { userName } });
const USER = "userIdentity.userName";
const FLAGS = { ignoreCase: false, multiLine: false, dotAll: false };

describe("missing is null", () => {
  const EVENTS = [{}, { userIdentity: {} }, { userIdentity: null }, by(null)];

  test("any comparison with it is false, and so true under `not`", () => {
    for (const node of [
      is(USER, "alice"),
      is(USER, "*"),
      is(USER, ""),
      { kind: "regex", field: USER, source: "", flags: FLAGS, origin: ORIGIN } as const,
      { kind: "cidr", field: USER, family: 4, network: "0.0.0.0/0", origin: ORIGIN } as const,
      compared("gte", -1e9),
    ]) {
      for (const event of EVENTS) {
        expect(matches(node, event)).toBe(false);
        expect(matches(not(node), event)).toBe(true);
      }
    }
  });

  test("null is true of both, and of no value", () => {
    for (const event of EVENTS) expect(matches(isNull(USER), event)).toBe(true);
    for (const value of ["", "null", false, 0]) {
      expect(matches(isNull(USER), by(value))).toBe(false);
    }
  });

  test("`exists` tells them apart", () => {
    expect(matches(exists(USER), by(null))).toBe(true);
    expect(matches(exists(USER), {})).toBe(false);
  });
});

describe("the empty string is a value", () => {
  test("that equals itself, and is neither null nor `*`", () => {
    expect(matches(is(USER, ""), by(""))).toBe(true);
    expect(matches(is(USER, ""), by(" "))).toBe(false);
    expect(matches(isNull(USER), by(""))).toBe(false);
    expect(matches(is(USER, "*"), by(""))).toBe(false);
    expect(matches(is(USER, "*"), by("a"))).toBe(true);
  });
});

describe("case", () => {
  test("does not matter unless `cased`, for ASCII letters", () => {
    expect(matches(is(USER, "ALICE"), by("alice"))).toBe(true);
    expect(matches(is(USER, "ALICE", true), by("alice"))).toBe(false);
    expect(matches(is(USER, "ALICE", true), by("ALICE"))).toBe(true);
    expect(matches(is(USER, "J\u00dcRGEN"), by("j\u00fcrgen"))).toBe(false);
    expect(matches(is(USER, "J\u00fcRGEN"), by("j\u00fcrgen"))).toBe(true);
  });

  test("matters in `re`, which is unanchored", () => {
    const regex = (source: string): Expression => {
      return { kind: "regex", field: USER, source, flags: FLAGS, origin: ORIGIN };
    };
    expect(matches(regex("lic"), by("alice"))).toBe(true);
    expect(matches(regex("LIC"), by("alice"))).toBe(false);
    expect(matches(regex("^lic"), by("alice"))).toBe(false);
  });
});

describe("a string compares with a boolean or a number by its JSON text", () => {
  test.each<[string, Json]>([
    ["false", false],
    ["FALSE", false],
    ["true", true],
    ["5", 5],
    ["1.5", 1.5],
    ["-1*", -12],
  ])("%j and %j", (written, value) => {
    expect(matches(is("requestParameters.x", written), { requestParameters: { x: value } })).toBe(
      true,
    );
    expect(matches(is("requestParameters.x", "other"), { requestParameters: { x: value } })).toBe(
      false,
    );
  });

  test("`*` is true of false and zero: they are there, and not empty", () => {
    expect(matches(is(USER, "*"), by(false))).toBe(true);
    expect(matches(is(USER, "*"), by(0))).toBe(true);
  });
});

describe("objects and arrays", () => {
  test("at a listed path compare as their compact JSON text", () => {
    const event = { requestParameters: { status: "Suspended", name: "b" } };
    expect(matches(is("requestParameters", '*"status":"Suspended"*'), event)).toBe(true);
    expect(matches(is("requestParameters", '*"status": "Suspended"*'), event)).toBe(false);
  });

  test("an object at a path that is not listed compares false, though it is not null", () => {
    const event = { requestParameters: { unlisted: { a: "a" } } };
    for (const written of ["a", "*", '{"a":"a"}', ""]) {
      expect(matches(is("requestParameters.unlisted", written), event)).toBe(false);
    }
    expect(matches(isNull("requestParameters.unlisted"), event)).toBe(false);
  });

  test("an array of scalars matches if any element does", () => {
    const event = { requestParameters: { layers: [topicNamed("a"), topicNamed("b")] } };
    expect(matches(is("requestParameters.layers", topicNamed("b")), event)).toBe(true);
    expect(matches(is("requestParameters.layers", "*"), event)).toBe(true);
    expect(matches(is("requestParameters.layers", "arn:c"), event)).toBe(false);
    expect(matches(not(is("requestParameters.layers", topicNamed("b"))), event)).toBe(false);
    expect(
      matches(is("requestParameters.layers", "*"), { requestParameters: { layers: [] } }),
    ).toBe(false);
  });

  test("two tests of one array may be met by two elements", () => {
    const event = { requestParameters: { layers: [topicNamed("a"), topicNamed("b")] } };
    const both = and([is("requestParameters.layers", "*a"), is("requestParameters.layers", "*b")]);
    expect(matches(both, event)).toBe(true);
  });
});

test("a failed call matches like any other", () => {
  const rule = is("eventName", "CreateUser");
  expect(matches(rule, { eventName: "CreateUser", errorCode: "AccessDenied" })).toBe(true);
});

describe("fieldref", () => {
  const OTHER = "responseElements.accessKey.userName";
  const event = (userName: Json, other: Json) => ({
    userIdentity: { userName },
    responseElements: { accessKey: { userName: other } },
  });
  const fieldref = (comparison: Comparison, cased = false): FieldrefPredicate => {
    return { kind: "fieldref", field: USER, other: OTHER, comparison, cased, origin: ORIGIN };
  };

  test("compares the texts of two fields", () => {
    expect(matches(fieldref("equals"), event("alice", "alice"))).toBe(true);
    expect(matches(fieldref("equals"), event("alice", "bob"))).toBe(false);
    expect(matches(fieldref("equals"), event(5, "5"))).toBe(true);
  });

  test("the first holds, begins or ends with the second, not the other way round", () => {
    expect(matches(fieldref("equals"), event("jackson", "jack"))).toBe(false);
    expect(matches(fieldref("contains"), event("jackson", "jack"))).toBe(true);
    expect(matches(fieldref("contains"), event("blackjack", "jack"))).toBe(true);
    expect(matches(fieldref("contains"), event("jack", "jackson"))).toBe(false);
    expect(matches(fieldref("startswith"), event("jackson", "jack"))).toBe(true);
    expect(matches(fieldref("startswith"), event("blackjack", "jack"))).toBe(false);
    expect(matches(fieldref("endswith"), event("blackjack", "jack"))).toBe(true);
    expect(matches(fieldref("endswith"), event("jackson", "jack"))).toBe(false);
  });

  test("ignores ASCII case unless `cased`", () => {
    expect(matches(fieldref("equals"), event("Alice", "aLICE"))).toBe(true);
    expect(matches(fieldref("equals", true), event("Alice", "aLICE"))).toBe(false);
    expect(matches(fieldref("equals"), event("\u00c4", "\u00e4"))).toBe(false);
  });

  test("the other field's text is text: no wildcards, no regex", () => {
    expect(matches(fieldref("equals"), event("alice", "*"))).toBe(false);
    expect(matches(fieldref("contains"), event("alice", "al.ce"))).toBe(false);
    expect(matches(fieldref("equals"), event("*", "*"))).toBe(true);
  });

  test("is false where either side is missing, null or empty, and so true under `not`", () => {
    const sides: readonly (readonly [Json, Json])[] = [
      [null, "a"],
      ["a", null],
      [null, null],
      ["", ""],
      ["a", ""],
      ["", "a"],
    ];
    for (const comparison of ["equals", "contains", "startswith", "endswith"] as const) {
      for (const [left, right] of sides) {
        expect(matches(fieldref(comparison), event(left, right))).toBe(false);
        expect(matches(not(fieldref(comparison)), event(left, right))).toBe(true);
      }
      expect(matches(fieldref(comparison), {})).toBe(false);
    }
  });
});

describe("numbers", () => {
  test("compare as numbers, also where they are text in JSON's notation", () => {
    for (const value of [10, "10", "10.0", "1e1"]) {
      expect(matches(compared("gt", 9), by(value))).toBe(true);
      expect(matches(compared("gte", 10), by(value))).toBe(true);
      expect(matches(compared("lt", 10), by(value))).toBe(false);
      expect(matches(compared("lte", 10), by(value))).toBe(true);
    }
    expect(matches(compared("lt", 0), by("-0.5"))).toBe(true);
  });

  test("other text is no number", () => {
    for (const value of [
      "",
      " 10",
      "10 ",
      "+10",
      "010",
      "0x10",
      "ten",
      "Infinity",
      "1.",
      ".5",
      true,
    ]) {
      expect(matches(or([compared("lt", 1e9), compared("gt", -1e9)]), by(value))).toBe(false);
    }
  });
});

test("an address is compared with a network, a host name is in none", () => {
  const inside: Expression = {
    kind: "cidr",
    field: "sourceIPAddress",
    family: 4,
    network: "10.0.0.0/8",
    origin: ORIGIN,
  };
  expect(matches(inside, { sourceIPAddress: "10.1.2.3" })).toBe(true);
  expect(matches(inside, { sourceIPAddress: "11.1.2.3" })).toBe(false);
  expect(matches(not(inside), { sourceIPAddress: "ec2.amazonaws.com" })).toBe(true);
});

test("a part of a time is compared, and text that is no time is not", () => {
  const atNight: Expression = {
    kind: "date",
    field: "eventTime",
    part: "hour",
    operator: "lt",
    value: 6,
    origin: ORIGIN,
  };
  expect(matches(atNight, { eventTime: "2024-02-03T05:59:59Z" })).toBe(true);
  expect(matches(atNight, { eventTime: "2024-02-03T06:00:00Z" })).toBe(false);
  expect(matches(atNight, { eventTime: "5" })).toBe(false);
  expect(
    matches({ ...atNight, operator: "eq", value: 5 }, { eventTime: "2024-02-03T05:00:00Z" }),
  ).toBe(true);
});

test.each([
  ["lt", [true, false, false]],
  ["lte", [true, true, false]],
  ["gt", [false, false, true]],
  ["gte", [false, true, true]],
] as const)("a number is %s 10 on its side of 10, and at it", (operator, expected) => {
  const found = [9.5, 10, 10.5].map((value) => matches(compared(operator, 10), by(value)));
  expect(found).toEqual(expected);
});

test("a keyword is found in any value at any depth, in no key", () => {
  const keyword = (written: string, cased = false): Expression => {
    return { kind: "keyword", pattern: parseStringPattern(written), cased, origin: ORIGIN };
  };
  const event = { requestParameters: { list: [{ key: "Mimikatz.exe" }], count: 42 } };
  expect(matches(keyword("mimikatz"), event)).toBe(true);
  expect(matches(keyword("mimikatz", true), event)).toBe(false);
  expect(matches(keyword("mimi?atz*exe"), event)).toBe(true);
  expect(matches(keyword("42"), event)).toBe(true);
  expect(matches(keyword("imikat"), event)).toBe(true);
  expect(matches(keyword("requestParameters"), event)).toBe(false);
});

test("every expression is two-valued: exactly one of it and its negation holds", () => {
  fc.assert(
    fc.property(anyExpression, anyEvent, (node, event) => {
      expect(matches(not(node), event)).toBe(!matches(node, event));
    }),
  );
});

test("`and` and `or` are what De Morgan says of each other", () => {
  const some = fc.array(anyExpression, { maxLength: 3 });
  fc.assert(
    fc.property(some, anyEvent, (operands, event) => {
      const neither: Expression = { kind: "and", operands: operands.map(not) };
      expect(matches({ kind: "or", operands }, event)).toBe(!matches(neither, event));
    }),
  );
});

function compared(operator: NumberPredicate["operator"], value: number): Expression {
  return { kind: "number", field: USER, operator, value, origin: ORIGIN };
}
