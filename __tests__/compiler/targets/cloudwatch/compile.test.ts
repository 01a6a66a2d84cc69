import fc from "fast-check";

import { compile } from "../../../../compiler/compile";
import { and, not, or, type Expression } from "../../../../compiler/ir/expression";
import { ANY, concat, text } from "../../../../compiler/ir/pattern";
import { expressionMatcher } from "../../../../compiler/reference/evaluate";
import { conditionsOf } from "../../../../compiler/targets/cloudwatch/ast";
import { compileCloudWatch } from "../../../../compiler/targets/cloudwatch/compile";
import { ORIGIN } from "../../../support/predicates";
import { counter, detectionOf, loaded, MODEL, outputOf } from "./detections";
import { read } from "./read";

function matching(field: string, value: string, shape = "equals", cased = false): Expression {
  const around = shape === "contains" ? [ANY] : [];
  return {
    kind: "string",
    field,
    pattern: concat(around, text(value), around),
    cased,
    origin: ORIGIN,
  };
}

const fieldref: Expression = {
  kind: "fieldref",
  field: "userIdentity.userName",
  other: "responseElements.accessKey.userName",
  comparison: "equals",
  cased: false,
  origin: ORIGIN,
};

const CREATE = matching("eventName", "CreateUser");

/** The one pattern of an expression. */
function patternOf(expression: Expression): string {
  const { filters } = outputOf(detectionOf(expression));
  expect(filters.length).toBe(1);
  return filters[0]?.pattern ?? "";
}

describe("the cheapest form that is exact", () => {
  test.each([
    ["an identifier", matching("eventName", "CreateUser"), '{ $.eventName = "CreateUser" }'],
    ["a lower-case field", matching("eventSource", "IAM.amazonaws.com"), '"iam.amazonaws.com"'],
    ["a closed vocabulary", matching("additionalEventData.MFAUsed", "NO"), '= "No" }'],
    ["a text without letters", matching("userAgent", "1.2", "contains"), '= "*1.2*" }'],
    ["a cased text", matching("userAgent", "Pacu", "contains", true), '= "*Pacu*" }'],
    [
      "every spelling of a short text",
      matching("userAgent", "s3/", "contains"),
      '{ $.userAgent = "*S3/*" || $.userAgent = "*s3/*" }',
    ],
    ["a regex for free text", matching("userAgent", "pacu"), "%^[Pp][Aa][Cc][Uu]$%"],
    ["a boolean written as text", matching("readOnly", "true"), "{ $.readOnly IS TRUE }"],
    ["a negated field that is always there", not(CREATE), '{ $.eventName != "CreateUser" }'],
    [
      "a negated field that can be missing or null",
      not(matching("errorCode", "AccessDenied")),
      '{ $.errorCode NOT EXISTS || $.errorCode IS NULL || $.errorCode != "AccessDenied" }',
    ],
    [
      "a network of a known address",
      { kind: "cidr", field: "sourceIPAddress", family: 4, network: "10.0.0.0/8", origin: ORIGIN },
      '{ $.sourceIPAddress = "10.*" }',
    ],
    [
      "an hour",
      {
        kind: "date",
        field: "eventTime",
        part: "hour",
        operator: "gte",
        value: 20,
        origin: ORIGIN,
      },
      '{ $.eventTime = "*T2*" }',
    ],
  ] as const)("%s", (_, expression, expected) => {
    expect(patternOf(expression)).toContain(expected);
  });
});

describe("budgets", () => {
  const names = Array.from({ length: 60 }, (_, index) => `CreateSomethingNumber${index}`);

  test("a rule that names 60 event names becomes filters within every limit", () => {
    const detection = detectionOf(or(names.map((name) => matching("eventName", name))));
    const output = outputOf(detection);
    expect(output.filters.length).toBeGreaterThan(1);
    expect(output.filters.map(({ name }) => name).slice(0, 2)).toEqual([
      detection.id,
      `${detection.id}-2`,
    ]);
    expect(output.metric.name).toBe(detection.id);
    expect(output.uses).toEqual({ metricFilters: output.filters.length, regexes: 0 });
    const count = counter(output);
    for (const eventName of names) expect(count({ eventName })).toBe(1);
    expect(count({ eventName: "CreateSomething" })).toBe(0);
  });

  test("a rule of 3 kB compiles, with its exclusions", () => {
    const agents = Array.from({ length: 4 }, (_, index) => `terraform/1.${index}`);
    const rule = `title: A long rule
id: 2b1de0a8-7c60-4b55-9e94-3a1f6b2f7a01
logsource: { product: aws, service: cloudtrail }
detection:
  names:
    eventSource: [${names
      .slice(0, 20)
      .map((_, index) => `service-${index}.amazonaws.com`)
      .join(", ")}]
    eventName: [${[...names, ...names.map((name) => `${name}s`)].slice(0, 100).join(", ")}]
  tools:
    userAgent|contains: [${agents.join(", ")}]
  mine:
    userIdentity.arn|contains: [":role/deploy"]
  condition: names and not tools and not mine
`;
    expect(rule.length).toBeGreaterThan(3000);
    const compiled = compileCloudWatch(loaded(rule));
    expect(compiled.verdict).toBe("exact");
    expect(compiled.assumptions.join()).toContain("`|`");
    for (const { pattern } of compiled.output?.filters ?? []) {
      expect(Buffer.byteLength(pattern)).toBeLessThanOrEqual(1024);
      read(pattern);
    }
  });

  test("regexes are joined only where one pattern cannot hold them apart", () => {
    const agents = (words: readonly string[]) =>
      compileCloudWatch(
        detectionOf(or(words.map((word) => matching("userAgent", word, "contains")))),
      );
    expect(agents(["pacu", "nmap"]).output?.uses.regexes).toBe(2);
    expect(agents(["pacu", "nmap"]).assumptions).toEqual([]);
    expect(agents(["pacu", "nmap", "hydra"]).output?.uses).toEqual({
      metricFilters: 1,
      regexes: 1,
    });
    expect(agents(["pacu", "nmap", "hydra"]).assumptions.join()).toContain("`|`");
  });

  test("what joined regexes rest on is listed with the rest, in order", () => {
    const words = ["pacu", "nmap", "hydra"].map((word) => matching("userAgent", word, "contains"));
    const rule = and([CREATE, matching("errorMessage", `"1"`, "contains"), or(words)]);
    const { assumptions } = compileCloudWatch(detectionOf(rule));
    expect(assumptions).toEqual([
      expect.stringContaining("backslash"),
      expect.stringContaining("`|`"),
      expect.stringContaining("spelled as their source spells them"),
    ]);
  });

  test("what has no room and no alternatives is refused with what it needs", () => {
    const excluded = not(or(names.map((name) => matching("eventName", name))));
    const { verdict, reasons, output } = compileCloudWatch(detectionOf(excluded));
    expect([verdict, output]).toEqual(["unsupported", null]);
    expect(reasons.map(({ code }) => code)).toEqual(["DET513"]);
    expect(reasons[0]?.message).toMatch(/needs \d{4} UTF-8 bytes; at most 1024/);
    const counted = compileCloudWatch(detectionOf(excluded, { triggerThreshold: 5 }));
    expect(counted.verdict).toBe("unsupported");
    expect(counted.reasons.map(({ code }) => code)).toEqual(["DET533", "DET513"]);
  });

  test("an event that two filters could count is refused only where the count matters", () => {
    const long = (field: string) =>
      Array.from({ length: 20 }, (_, index) =>
        matching(field, `10.20.30.${index}-${field}`, "", true),
      );
    const expression = or([...long("userAgent"), ...long("errorMessage")]);
    const verdictOf = (triggerThreshold: number) =>
      compileCloudWatch(detectionOf(expression, { triggerThreshold }));
    expect(verdictOf(0).verdict).toBe("exact");
    expect(verdictOf(5).verdict).toBe("unsupported");
    expect(verdictOf(5).reasons.map(({ code }) => code)).toEqual(["DET533", "DET522"]);
  });

  test("a rule can be told to do without regexes, and says which tests it drops", () => {
    const detection = detectionOf(and([CREATE, matching("userAgent", "pacu", "contains")]));
    const compiled = compile(detection, "cloudwatch", { accept: "wider", regex: false });
    expect(compiled.verdict).toBe("wider");
    expect(compiled.reasons.map(({ code }) => code)).toEqual(["DET521"]);
    expect(compiled.output?.filters[0]?.pattern).toBe('{ $.eventName = "CreateUser" }');
    expect(compiled.output?.uses.regexes).toBe(0);
    expect(compile(detection, "cloudwatch").output?.uses.regexes).toBe(1);
  });
});

describe("what is wider", () => {
  const expression = and([CREATE, not(fieldref)]);

  test("is deployed only where it is accepted", () => {
    expect(compile(detectionOf(expression), "cloudwatch")).toMatchObject({
      verdict: "wider",
      output: null,
      reasons: [{ code: "DET501" }],
    });
    const accepted = compile(detectionOf(expression), "cloudwatch", { accept: "wider" });
    expect(accepted.output).not.toBeNull();
  });

  test("says on which counts more matches could silence the alarm", () => {
    const detection = detectionOf(expression, { triggerOperator: "lt", triggerThreshold: 3 });
    const { reasons } = compileCloudWatch(detection);
    expect(reasons.map(({ code }) => code)).toEqual(["DET501", "DET511"]);
    expect(reasons[1]?.message).toContain("on counts lt 3;");
  });

  test("is not what no event can match: that is refused", () => {
    const { reasons } = compileCloudWatch(detectionOf(matching("readOnly", "perhaps")));
    expect(reasons.map(({ code }) => code)).toEqual(["DET512"]);
  });

  test("is refused where more matches could silence the alarm, or nothing bounded remains", () => {
    for (const triggerOperator of ["lt", "eq", "ne"] as const) {
      const detection = detectionOf(expression, { triggerOperator, triggerThreshold: 3 });
      expect(compileCloudWatch(detection)).toMatchObject({ verdict: "unsupported" });
    }
    const unbounded = compileCloudWatch(detectionOf(not(fieldref)));
    expect(unbounded.reasons.map(({ code }) => code)).toContain("DET510");
    const agent = matching("userAgent", "1.2", "contains");
    const remaining = compileCloudWatch(detectionOf(and([agent, not(fieldref)])));
    expect(remaining.reasons.map(({ code }) => code)).toEqual(["DET501", "DET510"]);
  });
});

describe("values never become syntax", () => {
  const hostile = fc.string({
    unit: fc.constantFrom(..."\"\\'%{}()[]$.&|=!<>*?^+aB1:,/ é\n\t"),
    maxLength: 10,
  });

  test("whatever a rule compares with, its filter has the conditions it should", () => {
    let matched = 0;
    fc.assert(
      fc.property(
        hostile,
        fc.constantFrom("equals", "contains"),
        fc.boolean(),
        (value, shape, cased) => {
          const expression = and([CREATE, matching("userAgent", value, shape, cased)]);
          const compiled = compileCloudWatch(detectionOf(expression));
          if (compiled.verdict !== "exact" || compiled.output === null) return;
          const { filters } = compiled.output;
          const conditions = conditionsOf(read(filters[0]?.pattern ?? ""));
          const fields = conditions.map(({ selector }) => JSON.stringify(selector.steps));
          expect(new Set(fields).size).toBe(2);
          const reference = expressionMatcher(expression, MODEL);
          for (const userAgent of [value, value.toUpperCase(), `x${value}`, "", "x"]) {
            const event = { eventName: "CreateUser", userAgent };
            if (reference(event)) matched += 1;
            expect([userAgent, counter(compiled.output)(event)]).toEqual([
              userAgent,
              reference(event) ? 1 : 0,
            ]);
          }
        },
      ),
      { numRuns: 1000 },
    );
    expect(matched).toBeGreaterThan(1000);
  });
});
