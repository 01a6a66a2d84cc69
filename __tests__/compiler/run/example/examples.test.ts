import { Diagnostics } from "../../../../compiler/core/diagnostic";
import { readSource } from "../../../../compiler/load/read-source";
import { ruleFiles } from "../../../../compiler/load/rule-files";
import { loadRules } from "../../../../compiler/rule-set/load-rules";
import { examplesOf, type Examples } from "../../../../compiler/run/example/examples";
import { printTests } from "../../../../compiler/run/example/print";
import { parseTests } from "../../../../compiler/run/rule-tests/load-tests";
import type { ResolvedRule } from "../../../../compiler/ir/rule";
import { describeWithShared, shared } from "../../../support/optional";
import { detectionOf } from "../../detections";

function examples({ matches }: ResolvedRule): Examples {
  if (matches.kind !== "expression") throw new Error("the rule has no detection");
  return examplesOf(matches.expression, matches.logSource);
}

const made = (selections: object, condition: string) =>
  examples(detectionOf({ detection: { ...selections, condition } }));

/** What the examples say, with the values at some paths. */
function told({ examples: all }: Examples, path: string) {
  return all.map(({ name, match, event }) => {
    const value = path.split(".").reduce<unknown>((of, key) => (of as never)?.[key], event);
    return [match, name, value ?? null];
  });
}

const CALL = { eventSource: "iam.amazonaws.com", eventName: "CreateUser" };

describe("an alternative has an event that matches, a predicate one that does not", () => {
  test("of a list of values each is an alternative, and one near miss is for all", () => {
    const found = made({ s: { ...CALL, eventName: ["CreateUser", "DeleteUser"] } }, "s");
    expect(told(found, "eventName")).toEqual([
      [true, "match: eventName: CreateUser", "CreateUser"],
      [true, "match: eventName: DeleteUser", "DeleteUser"],
      [false, "near miss: not eventSource: iam.amazonaws.com", "CreateUser"],
      [false, "near miss: not eventName: CreateUser", "ExampleCall"],
      [false, "near miss: not eventSource: iam.amazonaws.com (2)", "DeleteUser"],
    ]);
    expect(found.missing).toEqual([]);
  });

  test("a call without a service is one of a service that records it", () => {
    const found = made({ s: { eventName: "PutBucketPolicy" } }, "s");
    expect(told(found, "eventSource")[0]).toEqual([true, "match", "s3.amazonaws.com"]);
    expect(found.examples[0]?.event).toMatchObject({ eventName: "PutBucketPolicy" });
  });

  test("a filter is a near miss of its own", () => {
    const found = made(
      { s: CALL, own: { "userIdentity.userName|startswith": "deploy-" } },
      "s and not own",
    );
    expect(told(found, "userIdentity.userName")).toEqual([
      [true, "match", "example"],
      [false, "near miss: not eventSource: iam.amazonaws.com", "example"],
      [false, "near miss: not eventName: CreateUser", "example"],
      [false, "near miss: userIdentity.userName|startswith: deploy-", "deploy-"],
    ]);
  });

  test.each<[string, object]>([
    ["null", { "userIdentity.invokedBy": null }],
    ["exists", { "errorCode|exists": true }],
    ["text in any case", { "userAgent|contains": "Boto3" }],
    ["all of several texts", { "userAgent|contains|all": ["linux", "python"] }],
    ["wildcards", { "requestParameters.name": "a?c*" }],
    ["a star", { errorMessage: "*" }],
    ["a regular expression", { "userAgent|re": "^(?:curl|wget)/[0-9]{1,3}\\.\\d+ [^a-z]+$" }],
    ["a number", { "requestParameters.count|gte": 12 }],
    ["a boolean", { readOnly: "true" }],
    ["a network", { "sourceIPAddress|cidr": "10.0.0.0/8" }],
    ["a network of IPv6", { "sourceIPAddress|cidr": "2001:db8::/32" }],
    ["a part of a time", { "eventTime|hour": 3 }],
    ["two fields", { "userIdentity.userName|fieldref": "requestParameters.userName" }],
    ["a part of a field", { "userIdentity.arn|fieldref|endswith": "requestParameters.userName" }],
    ["a closed vocabulary", { "userIdentity.type": "root" }],
    ["a list", { "requestParameters.instanceIds": "i-1" }],
    ["a member of the elements of a list", { "requestParameters.filters.name": "vpc-id" }],
    ["lists in lists", { "requestParameters.eventSelectors.dataResources.values": "a" }],
    ["an object's text", { "requestParameters|contains": '"admin":"yes"' }],
  ])("%s, wanted and excluded", (_, field) => {
    for (const condition of ["s and f", "s and not f"]) {
      const { examples: all, missing } = made({ s: CALL, f: field }, condition);
      expect(missing).toEqual([]);
      expect(all.some(({ match }) => match)).toBe(true);
      // One for each part of the call, one for the field.
      expect(all.filter(({ match }) => !match).length).toBeGreaterThanOrEqual(3);
    }
  });

  test("what cannot hold, or cannot fail, is told", () => {
    const never = made({ s: { ...CALL, "eventName|endswith": "Role" } }, "s");
    expect(never).toEqual({ examples: [], missing: ["a match"] });
    const always = made({ s: CALL, f: { "requestParameters.x": "*" } }, "s and (f or not f)");
    expect(always.missing).toEqual([
      "a near miss for requestParameters.x: *",
      "a near miss for not requestParameters.x: *",
    ]);
  });
});

test("the file of tests is read as the examples that it was printed from", () => {
  const { examples: all } = made(
    {
      s: {
        ...CALL,
        "requestParameters.a.b|contains": ["x: y", "#", "'\"", "${a}", "é\n"],
        "requestParameters.tags.items.key": "0123",
      },
      f: { "userIdentity.sessionContext.attributes.mfaAuthenticated": "true" },
    },
    "s and not f",
  );
  const source = { path: "a.tests.yml", text: printTests(all) };
  const diagnostics = new Diagnostics();
  const read = parseTests(source, diagnostics);
  expect(diagnostics.all).toEqual([]);
  expect(read?.tests).toMatchObject(all);
});

describeWithShared("public rules", () => {
  test("each has a match for every alternative and near misses", () => {
    const diagnostics = new Diagnostics();
    const sources = ruleFiles(shared("sigma/rules/aws")).flatMap(
      (path) => readSource(path, diagnostics) ?? [],
    );
    const rules = loadRules(sources, diagnostics).map(({ detection }) => detection);
    expect(rules.length).toBeGreaterThan(30);
    for (const rule of rules) {
      const { examples: all, missing } = examples(rule);
      expect([rule.title, missing]).toEqual([rule.title, []]);
      expect(all.filter(({ match }) => match).length).toBeGreaterThan(0);
      expect(all.filter(({ match }) => !match).length).toBeGreaterThan(0);
    }
  });
});
