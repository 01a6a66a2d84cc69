import fc from "fast-check";

import { compiledRule } from "../../../../compiler/compile";
import type { Json } from "../../../../compiler/core/json";
import type { ResolvedRule } from "../../../../compiler/ir/rule";
import { KqlError } from "../../../../compiler/kql/values/error";
import { ENGINES, engineOf, type EngineName } from "../../../../compiler/run/engine";
import { explain, formatExplanation, type Explanation } from "../../../../compiler/run/explain";
import { decisiveTests } from "../../../../compiler/targets/explanation";
import { answered } from "../../../support/answered";
import { arbitraryDetection } from "../../../support/arbitrary-rules";
import { runs } from "../../../support/long";
import { ruleObject } from "../../../support/rules";
import { detectionOf } from "../../detections";

function explained(detection: ResolvedRule, name: EngineName, event: Json): Explanation {
  const explanation = explain(engineOf(compiledRule(detection), name), event);
  if (explanation === undefined) throw new Error(`${name} explains nothing`);
  return explanation;
}

const lines = (detection: object, name: EngineName, event: Json) =>
  formatExplanation(explained(detectionOf({ detection }), name, event));

const decisive = (detection: object, name: EngineName, event: Json) =>
  decisiveTests(explained(detectionOf({ detection }), name, event)).map(
    ({ condition, found }) => `${condition} [${found.join()}]`,
  );

describe("what decided", () => {
  const rule = {
    selection: { eventSource: "iam.amazonaws.com", eventName: ["CreateUser", "DeleteUser"] },
    filter_tool: { "userAgent|contains": ["terraform", "pulumi"] },
    filter_failed: { errorCode: "*" },
    condition: "selection and not 1 of filter_*",
  };
  const event = {
    eventSource: "iam.amazonaws.com",
    eventName: "CreateUser",
    userAgent: "Terraform/1.5",
  };

  test("is in the rule's own words: the exclusion that applied, with the field's value", () => {
    expect(lines(rule, "reference", event)).toEqual([
      "- all of",
      "  + selection",
      "  - none of",
      "    + filter_tool (any of)",
      '      + userAgent|contains: terraform   [userAgent = "Terraform/1.5"]',
      '      - userAgent|contains: pulumi   [userAgent = "Terraform/1.5"]',
      "    - filter_failed",
    ]);
    expect(decisive(rule, "reference", event)).toEqual([
      'userAgent|contains: terraform [userAgent = "Terraform/1.5"]',
    ]);
  });

  test("is in the words of the filter pattern, with the value at the selector", () => {
    expect(decisive(rule, "cloudwatch", event)).toEqual([
      '$.userAgent NOT EXISTS [$.userAgent = "Terraform/1.5"]',
      '$.userAgent IS NULL [$.userAgent = "Terraform/1.5"]',
      '$.userAgent != %[Tt][Ee][Rr][Rr][Aa][Ff][Oo][Rr][Mm]% [$.userAgent = "Terraform/1.5"]',
    ]);
  });

  test("is in the words of the query, with the value in the column", () => {
    expect(decisive(rule, "sentinel", event)).toEqual([
      'UserAgent contains "terraform" [UserAgent = "Terraform/1.5"]',
    ]);
  });

  test("are all tests that hold, where the event matches", () => {
    const bare = { ...event, userAgent: null };
    expect(decisive(rule, "reference", bare)).toEqual([
      'eventSource: iam.amazonaws.com [eventSource = "iam.amazonaws.com"]',
      'eventName: CreateUser [eventName = "CreateUser"]',
      "userAgent|contains: terraform [userAgent is null]",
      "userAgent|contains: pulumi [userAgent is null]",
      "errorCode: * [errorCode is missing]",
    ]);
  });
});

describe("what the event has", () => {
  const at = (item: object, event: Json, name: EngineName) => {
    const rule = { s: { eventName: "A", ...item }, condition: "s" };
    const [, ...tests] = decisiveTests(explained(detectionOf({ detection: rule }), name, event));
    return tests.flatMap(({ found }) => found);
  };
  const cases: readonly (readonly [string, object, object, readonly string[]])[] = [
    ["null", { errorCode: null }, { errorCode: null }, ["errorCode is null"]],
    ["missing", { errorCode: null }, {}, ["errorCode is missing"]],
    [
      "an object where a scalar is looked for",
      { "requestParameters.a|neq": "x" },
      { requestParameters: { a: { b: 1 } } },
      ["requestParameters.a is no scalar"],
    ],
    [
      "a number",
      { "requestParameters.a|gt": 1 },
      { requestParameters: { a: 2 } },
      ['requestParameters.a = "2"'],
    ],
    [
      "several elements",
      { "requestParameters.instanceIds": "i-1" },
      { requestParameters: { instanceIds: ["i-0", "i-1"] } },
      ['requestParameters.instanceIds = "i-0" | "i-1"'],
    ],
  ];

  test.each(cases)("on the reference: %s", (_what, item, event, found) => {
    expect(at(item, { eventName: "A", ...event }, "reference")).toEqual(found);
  });

  test("on the reference: a long text is cut", () => {
    const [found] = at(
      { userAgent: "*" },
      { eventName: "A", userAgent: "x".repeat(500) },
      "reference",
    );
    expect(found).toBe(`userAgent = "${"x".repeat(120)}…"`);
  });

  test("on CloudWatch: missing, null, an object, an array's elements, a number", () => {
    const rule = (path: string) => ({ s: { eventName: "A", [path]: "x" }, condition: "s" });
    const found = (path: string, event: object) => {
      const explanation = explained(detectionOf({ detection: rule(path) }), "cloudwatch", {
        eventName: "A",
        ...event,
      });
      return [...new Set(decisiveTests(explanation).flatMap((each) => each.found))];
    };
    expect(found("userAgent", {})).toEqual(["$.userAgent is missing"]);
    expect(found("userAgent", { userAgent: null })).toEqual(["$.userAgent is null"]);
    const name = "requestParameters.name";
    expect(found(name, { requestParameters: { name: {} } })).toEqual([`$.${name} is an object`]);
    expect(found(name, { requestParameters: { name: [] } })).toEqual([`$.${name} is an array`]);
    expect(found(name, { requestParameters: { name: 7 } })).toEqual([`$.${name} = "7"`]);
    const ids = "requestParameters.instanceIds";
    expect(found(ids, { requestParameters: { instanceIds: ["i-0", "i-1"] } })).toEqual([
      `$.${ids}[*] = "i-0" | "i-1"`,
    ]);
  });

  test("on Sentinel: what the connector's columns hold, and paths within their JSON", () => {
    const rule = {
      s: { eventName: "A", "requestParameters.name": "x", "requestParameters.count": "1" },
      condition: "s",
    };
    const found = (event: object) => {
      const explanation = explained(detectionOf({ detection: rule }), "sentinel", event as Json);
      return explanation.kind === "group"
        ? explanation.parts.flatMap((part) => (part.kind === "test" ? part.found : []))
        : [];
    };
    expect(found({ eventName: "B", requestParameters: { name: "y", count: 2 } })).toEqual([
      'EventName = "B"',
      'RequestParameters.name = "y"',
      'RequestParameters.count = "2"',
    ]);
    expect(found({})).toEqual([
      "EventName is empty",
      "RequestParameters.name is missing",
      "RequestParameters.count is missing",
    ]);
  });
});

test("on Sentinel: what an array is asked for, and all that it holds", () => {
  const rule = { s: { eventName: "A", "requestParameters.rules.cidr": "::/0" }, condition: "s" };
  const rules = [{ cidr: "10.0.0.0/8" }, { cidr: ["::1/128", "fe80::/10"] }, {}];
  expect(decisive(rule, "sentinel", { eventName: "A", requestParameters: { rules } })).toEqual([
    'countif(tostring(EachCidr) =~ "::/0") > 0 [RequestParameters.rules.cidr = "10.0.0.0/8" | "::1/128" | "fe80::/10"]',
  ]);
  expect(decisive(rule, "sentinel", { eventName: "A", requestParameters: {} })).toEqual([
    'countif(tostring(EachCidr) =~ "::/0") > 0 [RequestParameters.rules.cidr is missing]',
  ]);
});

describe("long lists", () => {
  test("of values that all fail show three, and say the value at the field once", () => {
    const names = Array.from({ length: 40 }, (_, nth) => `Call${nth}`);
    const rule = { s: { eventName: names }, condition: "s" };
    expect(lines(rule, "reference", { eventName: "Other" })).toEqual([
      "- s (any of)",
      '  - eventName: Call0   [eventName = "Other"]',
      "  - eventName: Call1",
      "  - eventName: Call2",
      "  - … 37 more",
    ]);
    // The one that holds is never among those that are left out.
    expect(lines(rule, "reference", { eventName: "Call21" })).toContain(
      '  + eventName: Call21   [eventName = "Call21"]',
    );
  });
});

test("the event that some of several filters matches", () => {
  const detection = {
    s: { eventName: "A", "userAgent|contains": Array.from({ length: 60 }, (_, n) => `agent-${n}`) },
    condition: "s",
  };
  const split = detectionOf({ detection });
  const [title] = formatExplanation(
    explained(split, "cloudwatch", { eventName: "A", userAgent: "agent-59" }),
  );
  expect(title).toBe("+ some filter (any of)");
});

test("an engine that runs nothing, or somebody's own query, explains nothing", () => {
  const refused = detectionOf({ detection: { k: ["mimikatz"], condition: "k" } });
  expect(explain(engineOf(compiledRule(refused), "sentinel"), {})).toBeUndefined();
  const written = detectionOf({
    ...Object.fromEntries(Object.keys(ruleObject()).map((key) => [key, undefined])),
    name: "By hand",
    severity: "Low",
    query: "AWSCloudTrail | summarize n = count() by EventName | where n > 0",
  });
  expect(explain(engineOf(compiledRule(written), "sentinel"), { eventName: "A" })).toBeUndefined();
});

/** Events whose fields are those that generated rules ask about. */
const events = fc.record(
  {
    eventName: fc.constantFrom("CreateAccessKey", "ConsoleLogin", "Other", null),
    eventSource: fc.constantFrom("iam.amazonaws.com", "signin.amazonaws.com"),
    errorCode: fc.constantFrom("AccessDenied", ""),
    userAgent: fc.constantFrom("a", "kiss", "a*b", "", 12, null),
    sourceIPAddress: fc.constantFrom("10.1.2.3", "AWS Internal"),
    readOnly: fc.boolean(),
    userIdentity: fc.record(
      { userName: fc.constantFrom("a", "ab", "é", "1"), type: fc.constantFrom("Root", "IAMUser") },
      { requiredKeys: [] },
    ),
    requestParameters: fc.oneof(
      fc.constant(null),
      fc.record(
        {
          name: fc.constantFrom("a", "", "{}", ["a"], { a: 1 }),
          names: fc.constantFrom(["a", "b"], [], "a"),
          count: fc.constantFrom(0, 12, "12", true),
          filters: fc.constantFrom([{ name: "a" }, { name: "k" }], [], {}),
        },
        { requiredKeys: [] },
      ),
    ),
  },
  { requiredKeys: [] },
);

/** Undefined for what the evaluator of queries does not know. */
function answerOf(matches: (event: Json) => boolean, event: Json): boolean | undefined {
  try {
    return matches(event);
  } catch (error) {
    if (error instanceof KqlError) return undefined;
    throw error;
  }
}

test("of any rule and event, on any engine: it ends where the engine does, and names what decided", () => {
  let explanations = 0;
  fc.assert(
    fc.property(
      arbitraryDetection,
      fc.array(events, { minLength: 3, maxLength: 3 }),
      (rule, all) => {
        const detection = detectionOf({ detection: rule });
        for (const name of ENGINES) {
          const engine = engineOf(compiledRule(detection), name);
          if (engine.kind !== "ready") continue;
          for (const event of all) {
            const explanation = explain(engine, event as Json);
            // A condition is waited for, and nothing told of it at once.
            if (name === "eventbridge" && explanation === undefined) continue;
            if (explanation === undefined) throw new Error("nothing is explained");
            const answer = answerOf((each) => answered(engine.matches(each)), event as Json);
            if (answer === undefined) continue;
            explanations += 1;
            expect([name, explanation.holds]).toEqual([name, answer]);
            expect(decisiveTests(explanation).length).toBeGreaterThan(0);
            const [first] = formatExplanation(explanation);
            expect(first?.startsWith(explanation.holds ? "+ " : "- ")).toBe(true);
          }
        }
      },
    ),
    { numRuns: runs(100, 400) },
  );
  expect(explanations).toBeGreaterThan(300);
});
