import fc from "fast-check";

import { Diagnostics } from "../../../compiler/core/diagnostic";
import { loadYaml } from "../../../compiler/load/load-yaml";
import { valueOf, type Node } from "../../../compiler/load/node";
import {
  checkReplacedKeys,
  replaceKeys,
  type ReplacedKeys,
} from "../../../compiler/rule/replaced-keys";

const SIGMA = `title: A trail was stopped
level: high
severity: High
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: StopLogging }, condition: selection }
queryPeriod: 1h
incidentConfiguration:
  createIncident: false
  groupingConfiguration:
    lookbackDuration: 3h
    groupByAlertDetails: [Severity]
`;
const SENTINEL = "name: A trail was stopped\nseverity: Low\nquery: AWSCloudTrail\n";

function rootOf(yaml: string): Node {
  const [root] = loadYaml({ path: "rule.yml", text: yaml }, new Diagnostics());
  if (root === undefined) throw new Error("no document");
  return root;
}

/** The document as plain data, with the keys replaced. */
function replaced(yaml: string, keys: ReplacedKeys): unknown {
  return JSON.parse(JSON.stringify(valueOf(replaceKeys(rootOf(yaml), keys))));
}

function plain(yaml: string): Record<string, unknown> {
  return JSON.parse(JSON.stringify(valueOf(rootOf(yaml))));
}

describe("replaced keys", () => {
  test("stand in place of the rule's, and beside them where it has none", () => {
    expect(replaced(SIGMA, { queryPeriod: "2h", triggerThreshold: 0, enabled: false })).toEqual({
      ...plain(SIGMA),
      ...{ queryPeriod: "2h", triggerThreshold: 0, enabled: false },
    });
  });

  test("leave a document as it is where there are none", () => {
    expect(replaced(SIGMA, {})).toEqual(plain(SIGMA));
    expect(replaceKeys(rootOf("[a list]"), { level: "low" })).toEqual(rootOf("[a list]"));
  });

  test("of mappings are those alone that are given", () => {
    const keys: ReplacedKeys = {
      incidentConfiguration: { groupingConfiguration: { matchingMethod: "AnyAlert" } },
    };
    expect(replaced(SIGMA, keys)).toMatchObject({
      incidentConfiguration: {
        createIncident: false,
        groupingConfiguration: {
          ...{ lookbackDuration: "3h", groupByAlertDetails: ["Severity"] },
          matchingMethod: "AnyAlert",
        },
      },
    });
  });

  test.each(["", "incidentConfiguration: null\n"])(
    "of incidents make whole what Sentinel needs whole: %j",
    (written) => {
      const keys = { incidentConfiguration: { groupingConfiguration: { enabled: true } } };
      expect(replaced(SENTINEL + written, keys)).toMatchObject({
        incidentConfiguration: { createIncident: true, groupingConfiguration: { enabled: true } },
      });
    },
  );

  test("change a rule's level in all that says how grave it is", () => {
    const level = replaced(SIGMA, { level: "low" });
    expect(level).toMatchObject({ level: "low" });
    expect(level).not.toHaveProperty("severity");
    expect(replaced(SENTINEL, { level: "critical" })).toMatchObject({
      level: "critical",
      severity: "High",
    });
    const correlation = "title: t\ncorrelation: { type: event_count }\nseverity: Low\n";
    expect(replaced(correlation, { level: "high" })).toEqual({
      title: "t",
      correlation: { type: "event_count" },
      level: "high",
    });
  });

  test("have a place in the rule's file: that of what they replace, else where it begins", () => {
    const root = replaceKeys(rootOf(SIGMA), { queryPeriod: "2h", triggerThreshold: 3 });
    if (root.kind !== "mapping") throw new Error("a rule is a mapping");
    const spanOf = (key: string) => root.entries.find((entry) => entry.key === key)?.value.span;
    const { start = 0, end = 0 } = spanOf("queryPeriod") ?? {};
    expect(SIGMA.slice(start, end)).toBe("1h");
    expect(spanOf("triggerThreshold")).toEqual({ start: 0, end: "title".length });
  });

  test("say what they say and nothing else, whatever they are, once or twice", () => {
    const value = fc.record(
      {
        queryFrequency: fc.constantFrom("5m", "PT1H"),
        queryPeriod: fc.constantFrom("5m", "P1D"),
        triggerThreshold: fc.nat(10_000),
        runbook: fc.string({ minLength: 1 }),
        enabled: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(value, fc.constantFrom(SIGMA, SENTINEL), (keys, yaml) => {
        const once = replaceKeys(rootOf(yaml), keys);
        expect(JSON.parse(JSON.stringify(valueOf(once)))).toEqual({ ...plain(yaml), ...keys });
        expect(valueOf(replaceKeys(once, keys))).toEqual(valueOf(once));
      }),
    );
  });
});

describe("the check of replaced keys", () => {
  function check(json: string) {
    const diagnostics = new Diagnostics();
    const right = checkReplacedKeys(JSON.parse(json), "<here>", diagnostics);
    expect(right).toBe(!diagnostics.hasErrors);
    return diagnostics.all.map(({ path, code, excerpt, column }) => {
      return `${path} ${code} ${excerpt.slice(column - 1)}`;
    });
  }

  test("finds nothing wrong with values that a rule may have", () => {
    const incidents = { groupingConfiguration: { lookbackDuration: "P1D" }, createIncident: true };
    const keys = {
      level: "low",
      queryPeriod: "PT2H",
      runbook: "a\n${b}",
      triggerThreshold: 10_000,
    };
    expect(check(JSON.stringify({ ...keys, incidentConfiguration: incidents }))).toEqual([]);
    expect(check("{}")).toEqual([]);
  });

  test("finds all that is wrong, each where it stands", () => {
    const wrong =
      '{"level":"hihg","triggerThreshold":-1,"incidentConfiguration":{"createIncident":"no"}}';
    expect(check(wrong)).toEqual([
      '<here> DET304 "hihg","triggerThreshold":-1,"incidentConfiguration":{"createIncident":"no"}}',
      '<here> DET305 -1,"incidentConfiguration":{"createIncident":"no"}}',
      '<here> DET303 "no"}}',
    ]);
  });

  test("lets no other findings make a right value wrong", () => {
    const diagnostics = new Diagnostics();
    checkReplacedKeys(JSON.parse('{"level":"no"}'), "<first>", diagnostics);
    expect(checkReplacedKeys({ level: "low" }, "<second>", diagnostics)).toBe(true);
  });
});
