import type { JsonObject } from "../../../../../compiler/core/json";
import { stringLiteral } from "../../../../../compiler/targets/sentinel/escape";
import { rowMatcher } from "../../../../../compiler/targets/sentinel/evaluate/evaluate";
import { cloudtrailRow } from "../../../../support/cloudtrail";
import { matchesRow, read, survives, valueOf } from "./evaluating";

describe("a dynamic value", () => {
  const event: JsonObject = {
    requestParameters: {
      name: "alice",
      yes: true,
      text: "false",
      count: 3,
      part: 1.5,
      nothing: null,
      list: ["a", { b: 1 }],
      "a-b": { c: "d" },
    },
  };
  const row = cloudtrailRow(event);
  const D = "parse_json(RequestParameters)";

  test.each([
    [`tostring(${D}.name) == "alice"`, true],
    [`tostring(${D}["a-b"].c) == "d"`, true],
    // Recorded: type-casts-coercion-0025#3, and b-tostring-bool for a bool that is not dynamic.
    [`tostring(${D}.yes) == "true"`, true],
    ['tostring(1 == 1) == "True"', true],
    [`tostring(${D}.count) == "3"`, true],
    [`tostring(${D}.part) == "1.5"`, true],
    [`tostring(${D}.list) == ${stringLiteral('["a",{"b":1}]')}`, true],
    // Recorded: null-and-edge-0024#2, t1-dynamic-json-0001 to -0003, dynamic-json-0040#1.
    [`tostring(${D}.missing.deeper) == ""`, true],
    [`tostring(${D}.nothing) == ""`, true],
    [`isnull(${D}.missing)`, true],
    [`isnull(${D}.name.first)`, true],
    [`isnull(${D}.constructor)`, true],
    [`isnull(${D}.list[2])`, true],
    [`tolong(${D}.list[-1].b) == 1`, true],
    [`array_length(${D}.list) == 2`, true],
    [`isnull(array_length(${D}))`, true],
    // Recorded: type-casts-coercion-0014#2, -0043#3, dynamic-json-0040#2.
    [`tobool(${D}.yes)`, true],
    [`tobool(${D}.text)`, false],
    [`isnull(tobool(${D}.name))`, true],
    [`tolong(${D}.part) == 1`, true],
    [`toreal(${D}.part) > 1`, true],
    [`gettype(${D}.list) == "array"`, true],
    // A missing document is null, and text that is not JSON is itself (dynamic-json-0014#3).
    ["isnull(parse_json(ResponseElements).x)", true],
    ['tostring(parse_json("not json")) == "not json"', true],
    ['isnull(parse_json("not json").x)', true],
    ['isempty(parse_json(""))', true],
    ['isempty(parse_json("[]"))', false],
    ['isnotempty(parse_json("{}"))', true],
  ])("%s is %p", (predicate, value) => {
    expect(valueOf(predicate, row)).toBe(value);
  });
});

describe("conversions from text", () => {
  // Recorded: type-casts-coercion-0004#3, -0005#3, -0006#1, -0008#1, -0009#2, -0021#2, -0028#1,
  // -0039#3, -0041#2, -0048#2, -0058.
  test.each([
    [" 5 ", "5", "5", null],
    ["5.7", null, "5.7", null],
    ["0x1F", "31", null, true],
    ["1e3", null, "1000", null],
    ["-9", "-9", "-9", true],
    ["007", "7", "7", true],
    ["0", "0", "0", false],
    ["0b101", null, null, null],
    ["1,234", null, null, null],
    ["-9223372036854775809", null, "-9.223372036854775809e+18", null],
    ["nano", null, null, null],
    ["9223372036854775808", null, "9.223372036854775808e+18", null],
    ["", null, null, null],
    ["tRuE", null, null, true],
    [" true", null, null, null],
    ["yes", null, null, null],
    ["1.0", null, "1", null],
  ])("%p: tolong %p, toreal %p, tobool %p", (text, long, real, bool) => {
    const of = stringLiteral(text);
    expect(valueOf(long === null ? `isnull(tolong(${of}))` : `tolong(${of}) == ${long}`)).toBe(
      true,
    );
    expect(valueOf(real === null ? `isnull(toreal(${of}))` : `toreal(${of}) == ${real}`)).toBe(
      true,
    );
    expect(valueOf(`tobool(${of})`)).toBe(bool);
  });
});

/** One of two times. */
const AT = (condition: string) =>
  `iff(${condition}, todatetime("2024-01-01T00:00:00Z"), todatetime("2026-01-01T00:00:00Z"))`;

describe("functions", () => {
  test.each([
    ['coalesce("", "x") == "x"'],
    ['translate("abc", "x", "abcd") == "xxxd"'],
    ['translate("ab", "", "abc") == "c"'],
    ['translate("krasp", "otsku", "spark") == "kusto"'],
    ['tolower("ÉA") == "éa"'],
    ['toupper("straße") == "STRAßE"'],
    ['strlen("a😀") == 2'],
    ['strcat("a", 1, 1 == 1, parse_json("true")) == "a1Truetrue"'],
    ['substring("hello", -3, 2) == "ll"'],
    ['substring("x", -2, 5) == ""'],
    ['substring("hello", 1, 2) == "el"'],
    ['substring("hello", 3, 9) == "lo"'],
    ['substring("hello", 5) == ""'],
    ['substring("hello", 0, 0) == ""'],
    ['substring("😀ab", 1) == "ab"'],
    ['tostring(split("a:b:c", ":")[-1]) == "c"'],
    ['array_length(split("", ",")) == 1'],
    ['indexof_regex("😀a:b", "[:]") == 2'],
    ['indexof_regex("ab", "[:]") == -1'],
    ['extract("(\\\\d+)-(\\\\d+)", 2, "x42-7") == "7"'],
    ['extract("(\\\\d+)", 3, "x42") == ""'],
    ['ipv4_is_in_range("192.168.1.6", "192.168.1.1/24")'],
    ['not(ipv4_is_in_range("192.168.1.1", "192.168.2.1/24"))'],
    ['ipv4_is_in_range("1.2.3.4", "0.0.0.0/0")'],
    ['isnull(ipv4_is_in_range("cloudformation.amazonaws.com", "10.0.0.0/8"))'],
    ['isnull(ipv4_is_in_range("10.0.0.1", "10.0.0.0/33"))'],
    ['isnull(ipv4_is_in_range("::1", "10.0.0.0/8"))'],
    ['ipv6_is_in_range("2001:db8::1", "2001:db8::/32")'],
    ['not(ipv6_is_in_range("2001:db9::1", "2001:db8::/32"))'],
    ['ipv6_is_in_range("::ffff:10.1.2.3", "10.0.0.0/8")'],
    ['ipv6_is_in_range("10.1.2.3", "::ffff:a00:0/104")'],
    ['isnull(ipv6_is_in_range("fe80::1%eth0", "fe80::/10"))'],
    // The exponent is .NET's, as columns of the engine showed it (-0021#2, dynamic-json-0003#3).
    ['tostring(toreal("1e20")) == "1E+20"'],
    ['tostring(toreal("-0.000015")) == "-1.5E-05"'],
    ['tostring(toreal("0.0001")) == "0.0001"'],
    ['tostring(toreal("1e15")) == "1E+15"'],
    ['tostring(toreal("100000000000000")) == "100000000000000.0"'],
    ['tostring(toreal("0")) == "0.0"'],
    ['tostring(toreal("nan")) == "NaN"'],
    ['toreal("inf") > 1'],
    ['toreal("-inf") < 1'],
    ["tolong(1 == 1) == 1"],
    ["tolong(1 == 2) == 0"],
    ['tolong(toreal("-1.9")) == -1'],
    ['isnull(tolong(toreal("nan")))'],
    ["toreal(1 == 1) == 1"],
    ["toreal(2) == 2"],
    ["tobool(2)"],
    ["not(tobool(0))"],
    ['tobool(toreal("0.5"))'],
    ['tolong(parse_json("true")) == 1'],
    ['tolong(parse_json("\\"7\\"")) == 7'],
    ['isnull(tolong(parse_json("[7]")))'],
    ['toreal(parse_json("\\"7.5\\"")) > 7'],
    ['isnull(toreal(parse_json("{}")))'],
    ['tobool(parse_json("3"))'],
    ['not(tobool(parse_json("0")))'],
    ['isnull(tobool(parse_json("[1]")))'],
    ['iff(1 == 1, "a", "b") == "a"'],
    ['iff(1 == 2, "a", "b") == "b"'],
    ['iff(tobool("no bool"), "a", "b") == "b"'],
    ["iff(1 == 1, 1, 2) == 1"],
    ["iff(1 == 2, 1, 2) == 2"],
    ["iff(1 == 1, 1 == 1, 1 == 2)"],
    ["not(iff(1 == 2, 1 == 1, 1 == 2))"],
    ['iff(1 == 2, toreal("1"), toreal("2.5")) > 2'],
    ['iff(1 == 1, toreal("1"), toreal("2.5")) < 2'],
    ['gettype(iff(1 == 1, parse_json("{}"), parse_json("[]"))) == "dictionary"'],
    ['gettype(iff(1 == 2, parse_json("{}"), parse_json("[]"))) == "array"'],
    [`${AT("1 == 1")} < todatetime("2025-01-01T00:00:00Z")`],
    [`${AT("1 == 2")} > todatetime("2025-01-01T00:00:00Z")`],
    ['isnull(todatetime(""))'],
    ['isnull(todatetime("2026-02-30T00:00:00Z"))'],
    ['todatetime("2026-02-03T00:00:00.123456789Z") > todatetime("2026-02-03T00:00:00.123Z")'],
    ['coalesce(tolong("x"), 2) == 2'],
    ["coalesce(1, 2) == 1"],
    ['gettype(1 == 1) == "bool"'],
    ['gettype(parse_json("1.5")) == "double"'],
    ['gettype(parse_json("1")) == "long"'],
    ['gettype(parse_json("null")) == "null"'],
    ['bag_has_key(parse_json("{\\"a\\":null}"), "a")'],
    ['not(bag_has_key(parse_json("{}"), "a"))'],
    ['isnull(bag_has_key(parse_json("[]"), "a"))'],
  ])("%s", (predicate) => {
    expect(survives(predicate)).toBe(true);
  });

  test.each([
    ['strlen("a", "b") == 1', "type", "strlen takes 1 to 1 arguments, not 2"],
    ['iff(1 == 1, "a", 1) == "a"', "type", "a choice between a string and a long"],
    ["strlen(1) == 1", "type", "strlen takes a string, not a long"],
    ['iff("a", 1, 2) == 1', "type", "iff takes a bool, not a string"],
    ['array_length("a") == 1', "type", "array_length takes a dynamic, not a string"],
    ['substring("a", "b") == ""', "type", "substring takes a long, not a string"],
    ['"a" == 1', "type", "== does not compare a string with a long"],
    ['parse_json("{}") == TimeGenerated', "type", "== does not compare a dynamic with a datetime"],
    ["tobool(TimeGenerated)", "type", "tobool does not take a datetime"],
    ['tostring(TimeGenerated) == ""', "unsupported", "tostring of a datetime"],
    ["tolong(TimeGenerated) == 1", "unsupported", "tolong of a datetime"],
    ["toreal(TimeGenerated) == 1", "unsupported", "toreal of a datetime"],
    ['bag_has_key(parse_json("{}"), "$.a")', "unsupported", "bag_has_key with a path"],
    ['bag_has_key(parse_json("{}"), EventName)', "unsupported", "without a literal"],
    ['array_length(split("a", "")) == 1', "unsupported", "split at the empty string"],
    ["EventName matches regex UserAgent", "unsupported", "a literal pattern"],
    ['datetime_part("century", TimeGenerated) == 1', "unsupported", "century"],
    [
      'datetime_part("hour", EventName) == 1',
      "type",
      "datetime_part takes a datetime, not a string",
    ],
    ['todatetime("May 5") > TimeGenerated', "unsupported", "todatetime of a string"],
    ['substring("a", tolong("x")) == ""', "unsupported", "a null position, length or group"],
    ["ago(5m) > TimeGenerated", "clock", "ago needs a clock"],
    ["Nothing == 1", "unresolved", "no column Nothing"],
    ['TenantId == "x"', "unsupported", "TenantId"],
  ])("%s is refused (%s): %s", (predicate, code, message) => {
    expect(() => survives(predicate)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  test("of time need a clock", () => {
    const query = read("AWSCloudTrail | where ingestion_time() > ago(15m)");
    expect(() => rowMatcher(query)).toThrow(expect.objectContaining({ code: "clock" }));
    const now = Date.parse("2026-03-01T10:00:00Z");
    const ingestedAgo = (minutes: number) =>
      matchesRow(query, cloudtrailRow({}), { now, ingested: () => now - minutes * 60_000 });
    expect([ingestedAgo(14), ingestedAgo(15), ingestedAgo(16)]).toEqual([true, false, false]);
    const recent = read("AWSCloudTrail | where TimeGenerated > ago(1h)");
    const clock = { now, ingested: () => now };
    const at = (eventTime: string) => matchesRow(recent, cloudtrailRow({ eventTime }), clock);
    expect(at("2026-03-01T09:30:00Z")).toBe(true);
    expect(at("2026-03-01T08:30:00Z")).toBe(false);
    expect(at("no time")).toBe(false);
  });
});
