import {
  allOf,
  booleanTest,
  type Condition,
  type FieldTest,
} from "../../../../compiler/targets/logs-insights/ast";
import { printQuery } from "../../../../compiler/targets/logs-insights/print";
import { filterText, net, num, path, present, print, query, quoted, re } from "./writing";

const F = path("errorCode");
const A = path("userIdentity.arn");
const B = path("requestParameters.userName");

describe("each form of a condition", () => {
  test.each<[string, Condition]>([
    ["ispresent(errorCode)", { kind: "present", field: F }],
    ["(not ispresent(errorCode))", { kind: "not", operand: { kind: "present", field: F } }],
    [
      '(ispresent(errorCode) and errorCode = "AccessDenied")',
      { kind: "equals", field: F, text: quoted("AccessDenied") },
    ],
    [
      '(ispresent(errorCode) and errorCode in ["a","b"])',
      { kind: "in", field: F, texts: [quoted("a"), quoted("b")] },
    ],
    [
      "(ispresent(errorCode) and errorCode like /(?i)^(a|b)$/)",
      { kind: "like", field: F, regex: re("^(a|b)$", { ignoreCase: true }) },
    ],
    ["(ispresent(errorCode) and isempty(errorCode) = 1)", { kind: "isEmpty", field: F }],
    [
      "(ispresent(errorCode) and errorCode = 5)",
      { kind: "number", field: F, operator: "=", number: num(5) },
    ],
    ["(ispresent(errorCode) and errorCode = 1)", booleanTest(F, true)],
    ["(ispresent(errorCode) and errorCode = 0)", booleanTest(F, false)],
    [
      "(ispresent(errorCode) and isNumeric(errorCode) and errorCode >= -1.5)",
      { kind: "number", field: F, operator: ">=", number: num(-1.5) },
    ],
    [
      '(ispresent(errorCode) and isIpv4InSubnet(errorCode, "10.0.0.0/8"))',
      { kind: "inSubnet", field: F, subnet: net("10.0.0.0/8") },
    ],
    [
      '(ispresent(errorCode) and isIpv6InSubnet(errorCode, "2001:db8::/32"))',
      { kind: "inSubnet", field: F, subnet: net("2001:db8::/32") },
    ],
  ])("%s", (text, condition) => {
    expect(filterText(condition)).toBe(text);
  });

  const names = "userIdentity.arn, requestParameters.userName";
  const lowered = "tolower(userIdentity.arn), tolower(requestParameters.userName)";
  test.each<[FieldTest["kind"], boolean, string]>([
    ["sameAs", false, "userIdentity.arn = requestParameters.userName"],
    ["sameAs", true, "tolower(userIdentity.arn) = tolower(requestParameters.userName)"],
    ["contains", false, `strcontains(${names}) = 1`],
    ["contains", true, `strcontains(${lowered}) = 1`],
    ["startsWith", false, `startsWith(${names}) = 1`],
    ["startsWith", true, `startsWith(${lowered}) = 1`],
    ["endsWith", false, `endsWith(${names}) = 1`],
    ["endsWith", true, `endsWith(${lowered}) = 1`],
  ])("%s of two fields, ignoring case: %s", (kind, ignoreCase, body) => {
    const guards = "ispresent(userIdentity.arn) and ispresent(requestParameters.userName)";
    expect(filterText({ kind, field: A, other: B, ignoreCase })).toBe(`(${guards} and ${body})`);
  });
});

test("a saved query: its stages, and a filter in which every group has its parentheses", () => {
  const equals = (field: string, source: string): Condition => ({
    kind: "like",
    field: path(field),
    regex: re(source, { ignoreCase: true }),
  });
  const filter = allOf([
    equals("eventSource", "^iam\\.amazonaws\\.com$"),
    equals("eventName", "^CreateAccessKey$"),
    { kind: "not", operand: { kind: "contains", field: A, other: B, ignoreCase: true } },
  ]);
  const shown = ["eventName", "x-y"].map(path);
  expect(print(query(present(filter, "filter"), shown))).toBe(
    [
      "fields @timestamp, eventName, `x-y`, @message",
      "| filter ((ispresent(eventSource) and eventSource like /(?i)^iam\\.amazonaws\\.com$/) and " +
        "(ispresent(eventName) and eventName like /(?i)^CreateAccessKey$/) and " +
        "(not (ispresent(userIdentity.arn) and ispresent(requestParameters.userName) and " +
        "strcontains(tolower(userIdentity.arn), tolower(requestParameters.userName)) = 1)))",
      "| sort @timestamp desc",
      "| limit 100",
    ].join("\n"),
  );
});

describe("refusals", () => {
  const nested = (levels: number): Condition => {
    let condition: Condition = { kind: "present", field: F };
    for (let level = 0; level < levels; level += 1) condition = { kind: "not", operand: condition };
    return condition;
  };

  test("nesting over the limit, however deep", () => {
    expect(printQuery(query(nested(64))).kind).toBe("written");
    expect(printQuery(query(nested(65)))).toMatchObject({ reason: expect.stringContaining("64") });
    expect(printQuery(query(nested(100_000))).kind).toBe("refused");
  });

  test("a query longer than the service stores", () => {
    const inTexts = (count: number): Condition => ({
      kind: "in",
      field: F,
      texts: [quoted("x"), ...Array.from({ length: count }, () => quoted("x".repeat(97)))],
    });
    expect(printQuery(query(inTexts(98))).kind).toBe("written");
    expect(printQuery(query(inTexts(100)))).toMatchObject({
      reason: expect.stringMatching(/10\d\d\d characters; the limit is 10000/),
    });
  });

  test.each([0, -1, 1.5, NaN, 10_001])("a limit of %d rows", (limit) => {
    expect(printQuery({ ...query(nested(1)), limit }).kind).toBe("refused");
  });
});
