import { and, not, or, type Expression } from "../../../../compiler/ir/expression";
import { LOSSES } from "../../../../compiler/rule/acceptance";
import { compileCloudWatch } from "../../../../compiler/targets/cloudwatch/compile";
import { ORIGIN, string } from "../../../support/predicates";
import { detectionOf, loaded } from "./detections";

const CREATE = string("eventName", "CreateUser");
const FAILED = string("errorCode", "AccessDenied");
/** A text in any case, for which a pattern needs one of its two regexes. */
const agent = (text: string) => ({
  ...string("userAgent", `*${text}*`),
  origin: { ...ORIGIN, path: `detection.s.${text}` },
});

const compiled = (expression: Expression, schedule = {}) =>
  compileCloudWatch(detectionOf(expression, schedule));

const printed = (expression: Expression) => compiled(expression).output?.filters[0]?.pattern;

describe("what one pattern has no room for", () => {
  const three = [agent("powershell"), agent("terraform"), agent("kubectl")];

  test("is left out where that widens the rule least, and named", () => {
    const { verdict, reasons } = compiled(and([CREATE, FAILED, ...three]));
    expect(verdict).toBe("wider");
    expect(reasons.map(({ code }) => code)).toEqual(["DET532"]);
    expect(reasons[0]?.message).toContain("3 regexes a pattern, of which 2 are allowed");
    const pattern = printed(and([CREATE, FAILED, ...three]));
    expect(pattern).toContain('$.eventName = "CreateUser" && $.errorCode = "AccessDenied"');
    expect(pattern).not.toMatch(/\[Kk\]\[Uu\]/);
  });

  test("is named by its value", () => {
    const rule = loaded(`title: Tools
id: 6f9d1c52-7f0e-4a5b-9a43-0c8f6f6f0f11
logsource: { product: aws, service: cloudtrail }
detection:
  s:
    eventName: CreateUser
    userAgent|contains|all: [powershell, terraform, kubectl]
  condition: s
`);
    const { reasons } = compileCloudWatch(rule);
    expect(reasons.map(({ path }) => path)).toEqual(["detection.s.userAgent|contains|all[2]"]);
    expect(LOSSES.cloudwatch).toContain(reasons[0]?.code);
  });

  test("is as few predicates as do", () => {
    const { reasons } = compiled(and([CREATE, ...three, agent("ansible")]));
    expect(reasons).toHaveLength(2);
    const many = Array.from({ length: 20 }, (_, index) =>
      agent(`number-${"abcdefghij"[index % 10]}${index}`),
    );
    expect(compiled(and([CREATE, ...many])).reasons).toHaveLength(18);
  });

  test("is another than the calls, which bound the rule", () => {
    const calls = Array.from({ length: 60 }, (_, index) =>
      string("eventName", `CreateSomethingOfNumber${index}`),
    );
    const excluded = not(or(calls));
    const source = string("eventSource", "iam.amazonaws.com");
    expect(compiled(and([source, excluded])).verdict).toBe("wider");
    expect(printed(and([source, excluded]))).toContain('$.eventSource = "iam.amazonaws.com"');
  });

  test("stays, and the rule is refused, where nothing would bound the rest", () => {
    const { verdict, reasons } = compiled(and(three));
    expect([verdict, reasons.map(({ code }) => code)]).toEqual(["unsupported", ["DET513"]]);
  });

  test("stays where more matches could silence an alert", () => {
    const counted = compiled(and([CREATE, ...three]), {
      triggerOperator: "lt",
      triggerThreshold: 3,
    });
    expect([counted.verdict, counted.reasons.map(({ code }) => code)]).toEqual([
      "unsupported",
      ["DET513"],
    ]);
  });

  test("is a wildcard selector too many", () => {
    const layers = ["1", "2", "3", "4"].map((text) => string("requestParameters.layers", text));
    const { verdict, reasons } = compiled(and([CREATE, ...layers]));
    expect([verdict, reasons.map(({ code }) => code)]).toEqual(["wider", ["DET532"]]);
  });

  test("is what would make an event count twice", () => {
    const texts = Array.from({ length: 60 }, (_, index) =>
      string("userAgent", `10.20.30.${index}-1`),
    );
    const rule = and([CREATE, FAILED, or(texts)]);
    const schedule = { triggerThreshold: 5 };
    const lost = (of: Expression) => compiled(of, schedule).reasons.map(({ code }) => code);
    expect(compiled(rule).verdict).toBe("exact");
    expect(lost(rule)).toEqual(["DET533"]);
    const free = and([CREATE, FAILED, or(texts.map((_, index) => agent(`9-${index}`)))]);
    expect(compiled(free).verdict).toBe("exact");
    expect(lost(free)).toEqual(["DET532", "DET533"]);
  });
});
