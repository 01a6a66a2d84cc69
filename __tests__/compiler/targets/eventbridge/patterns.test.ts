import { and, not, or, type Expression, type Predicate } from "../../../../compiler/ir/expression";
import { concat, parseStringPattern } from "../../../../compiler/ir/pattern";
import { AWS_CLOUDTRAIL } from "../../../../compiler/log-sources/aws-cloudtrail";
import { PATTERN_LIMITS } from "../../../../compiler/targets/eventbridge/limits";
import { ORIGIN } from "../../../support/predicates";
import { readPatterns } from "./lowered";

function is(field: string, value: string, cased = false): Predicate {
  return {
    kind: "string",
    field,
    pattern: concat(parseStringPattern(value)),
    cased,
    origin: ORIGIN,
  };
}

const CALL = [is("eventSource", "iam.amazonaws.com"), is("eventName", "CreateUser")];

/** What a pattern asks of the event beside the call; whether it says all. */
function asked(...tests: readonly Expression[]) {
  const read = readPatterns(and([...CALL, ...tests]), AWS_CLOUDTRAIL);
  const [text = "{}"] = read?.texts ?? [];
  const { eventSource, eventName, ...detail } = JSON.parse(text).detail;
  expect([eventSource, eventName]).toEqual([["iam.amazonaws.com"], ["CreateUser"]]);
  return [detail, read?.isExact];
}

test("the envelope tells the events of the log source from all others", () => {
  expect(readPatterns(and(CALL), AWS_CLOUDTRAIL)?.texts).toEqual([
    '{"detail-type":[{"suffix":" via CloudTrail"}],"source":[{"prefix":"aws."}],' +
      '"detail":{"eventSource":["iam.amazonaws.com"],"eventName":["CreateUser"]}}',
  ]);
});

const AGENT = "userAgent";
const field = AGENT;
const origin = ORIGIN;
const absent = { exists: false };

test.each<readonly [string, readonly Expression[], unknown]>([
  ["text in any case", [is(AGENT, "curl")], [{ "equals-ignore-case": "curl" }]],
  ["text in its case", [is(AGENT, "curl", true)], ["curl"]],
  [
    "a list",
    [or([is(AGENT, "a"), is(AGENT, "b")])],
    [{ "equals-ignore-case": "a" }, { "equals-ignore-case": "b" }],
  ],
  [
    "no text",
    [not(is(AGENT, "curl"))],
    [{ "anything-but": { "equals-ignore-case": ["curl"] } }, absent],
  ],
  [
    "none of several",
    [not(is(AGENT, "a")), not(is(AGENT, "b"))],
    [{ "anything-but": { "equals-ignore-case": ["a", "b"] } }, absent],
  ],
  [
    "none of several kinds",
    [not(is(AGENT, "a*", true)), not(is(AGENT, "b", true))],
    [{ "anything-but": { wildcard: ["a*", "b"] } }, absent],
  ],
  ["a beginning", [is(AGENT, "aws*")], [{ prefix: { "equals-ignore-case": "aws" } }]],
  ["an end", [is(AGENT, "*aws", true)], [{ suffix: "aws" }]],
  ["a part in its case", [is(AGENT, "*a\\*b*", true)], [{ wildcard: "*a\\*b*" }]],
  ["what looks like an address", [is(AGENT, "10.0.0.1")], [{ "equals-ignore-case": "10.0.0.1" }]],
  ["what looks like one of IPv6", [is(AGENT, "2001:db8::a", true)], [{ wildcard: "2001:db8::a" }]],
  ["a value that is not empty", [is("userIdentity.arn", "*")], undefined],
  ["no value", [{ kind: "null", field, origin }], [null, absent]],
  ["a value", [not({ kind: "null", field, origin })], [{ exists: true }]],
  [
    "two lists that share a text",
    [or([is(AGENT, "a"), is(AGENT, "b")]), or([is(AGENT, "b"), is(AGENT, "c")])],
    [{ "equals-ignore-case": "b" }],
  ],
])("%s is said by a list", (_, tests, list) => {
  const [detail, isExact] = asked(...tests);
  expect(isExact).toBe(true);
  if (list !== undefined) expect(detail).toEqual({ userAgent: list });
});

test.each<readonly [string, Expression]>([
  ["a part in any case", is(AGENT, "*curl*")],
  ["a beginning that is not there, in any case", not(is(AGENT, "curl*"))],
  ["one character", is(AGENT, "c?rl", true)],
  ["letters outside ASCII in any case", is(AGENT, "größe")],
  ["an end that begins with a quote", is(AGENT, '*"end', true)],
  [
    "a regular expression",
    {
      kind: "regex",
      field,
      source: "a",
      flags: { ignoreCase: false, multiLine: false, dotAll: false },
      origin,
    },
  ],
  [
    "another field",
    { kind: "fieldref", field, other: "eventName", comparison: "equals", cased: false, origin },
  ],
  [
    "text anywhere",
    { kind: "keyword", pattern: concat(parseStringPattern("x")), cased: false, origin },
  ],
  ["the text of an object", is("requestParameters", "*x*", true)],
  ["that an object is there", { kind: "exists", field: "requestParameters", origin }],
  ["what may be text or a number", not(is("requestParameters.unlisted", "5"))],
  [
    "more parts than the service takes",
    or(["ab", "cd", "ef", "gh"].map((part) => is(AGENT, `*${part}*`, true))),
  ],
])("%s is left to the condition", (_, test) => {
  expect(asked(test)).toEqual([{}, false]);
});

test("of two fields in one array a pattern would ask for one element: it asks for the first alone", () => {
  const members = ["ARN", "type"].map((name) => is(`resources.${name}`, "x"));
  const [detail, isExact] = asked(...members);
  expect(isExact).toBe(false);
  expect(detail).toEqual({ resources: { ARN: [{ "equals-ignore-case": "x" }] } });
  const resources = [{ ARN: "x" }, { type: "x" }];
  const event = { eventSource: "iam.amazonaws.com", eventName: "CreateUser", resources };
  expect(readPatterns(and([...CALL, ...members]), AWS_CLOUDTRAIL)?.count(event)).toBe(1);
});

describe("a pattern that is too long", () => {
  const names = Array.from({ length: 300 }, (_, nth) => `DeleteSomething${nth}`);
  const long = or(names.map((name) => is("eventName", name)));

  test("is divided into several, of which an event matches one", () => {
    const read = readPatterns(and([CALL[0]!, long]), AWS_CLOUDTRAIL);
    expect(read?.isExact).toBe(true);
    expect(read?.texts.length).toBeGreaterThan(1);
    for (const text of read?.texts ?? []) {
      expect(text.length).toBeLessThanOrEqual(PATTERN_LIMITS.length.value);
    }
    const counts = [...names, "deletesomething7", "Other"].map((eventName) =>
      read?.count({ eventSource: "iam.amazonaws.com", eventName }),
    );
    expect(counts).toEqual([...names.map(() => 1), 0, 0]);
  });

  test("or asks for the calls alone, and a condition decides", () => {
    const agents = or(names.map((name) => is(AGENT, name)));
    const read = readPatterns(and([...CALL, agents]), AWS_CLOUDTRAIL);
    expect([read?.isExact, read?.texts.length]).toEqual([false, 1]);
    expect(read?.texts[0]).toContain(
      '"detail":{"eventSource":["iam.amazonaws.com"],"eventName":["CreateUser"]}}',
    );
  });

  test("of very many alternatives asks for what all of them name", () => {
    const pairs = names.map((name, nth) => and([is("eventName", name), is(AGENT, `a${nth}`)]));
    const read = readPatterns(or(pairs), AWS_CLOUDTRAIL);
    expect(read?.isExact).toBe(false);
    const counts = [...names, "Other"].map((eventName) => read?.count({ eventName }));
    expect(counts).toEqual([...names.map(() => 1), 0]);
  });

  test("as an alternative of every call leaves nothing to ask for but the log source", () => {
    const read = readPatterns(or([is(AGENT, "*curl*"), is(AGENT, "*wget*")]), AWS_CLOUDTRAIL);
    expect(read?.texts).toEqual([
      '{"detail-type":[{"suffix":" via CloudTrail"}],"source":[{"prefix":"aws."}]}',
    ]);
    expect(read?.reads).toEqual([true]);
  });
});

test("tests that no event can meet together are no pattern", () => {
  expect(
    readPatterns(and([is("eventName", "A"), is("eventName", "B")]), AWS_CLOUDTRAIL),
  ).toBeUndefined();
});

test("a rule sees calls that read where it may speak of one", () => {
  const reads = (...tests: readonly Expression[]) =>
    readPatterns(and([...tests]), AWS_CLOUDTRAIL)?.reads;
  const call = (name: string) => is("eventName", name);
  expect(reads(call("CreateUser"))).toEqual([false]);
  expect(reads(call("ListUsers"))).toEqual([true]);
  expect(reads(call("AssumeRole"))).toEqual([true]);
  expect(reads(call("ConsoleLogin"))).toEqual([false]);
  expect(reads(call("NotKnownToAnyone"))).toEqual([true]);
  expect(reads(call("ListUsers"), is("readOnly", "false"))).toEqual([false]);
  expect(reads(is("userIdentity.type", "Root"))).toEqual([true]);
});
