import { Construct } from "constructs";

import { isObject, member, type Json, type JsonObject } from "../../compiler/core/json";
import { CloudWatchDetection, Detection, DetectionPack, SentinelDetection } from "../../constructs";
import { WORKSPACE, workspaceNamed } from "../support/places";
import { ruleFolder } from "../support/rule-folder";
import { ruleText } from "../support/rules";
import { resourceNames, resources, synthesise, synthesiseApp } from "../support/synth";
import { ALARM, FILTER, idOf, QUERY, SCHEDULED, stackIn } from "./packs";

const TYPES = [FILTER, ALARM, QUERY, SCHEDULED];

function onEvent(eventName: string) {
  return { selection: { eventSource: "iam.amazonaws.com", eventName }, condition: "selection" };
}

const RULES = {
  "a.yml": ruleText({ id: idOf(1), title: "First", detection: onEvent("CreateUser") }),
  "b.yml": ruleText({ id: idOf(2), title: "Second", detection: onEvent("DeleteUser") }),
  "c.yml": ruleText({ id: idOf(3), title: "Third", detection: onEvent("TagUser") }),
};

/** What the app writes for the rules of a folder, on both clouds. */
function written(files: Readonly<Record<string, string>>): string {
  const { stack = "" } = synthesiseApp((app) => {
    const rules = [ruleFolder(files)];
    const props = { rules, logGroupName: "trail", workspaceId: WORKSPACE };
    new DetectionPack(stackIn(app, "stack"), "Pack", props);
  });
  return stack;
}

/** The resources by address, without the comment that leads to the rule's file. */
function byAddress(text: string): Readonly<Record<string, JsonObject>> {
  const json: Json = JSON.parse(text);
  const found: Record<string, JsonObject> = {};
  for (const type of TYPES) {
    const named = member(member(json, "resource"), type);
    if (!isObject(named)) continue;
    for (const [name, resource] of Object.entries(named)) {
      if (isObject(resource)) found[`${type}.${name}`] = { ...resource, "//": null };
    }
  }
  return found;
}

/** The arguments that differ, as `address argument`; addresses that only one has, as `address`. */
function changes(before: string, after: string): readonly string[] {
  const [old, now] = [byAddress(before), byAddress(after)];
  const addresses = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return addresses.flatMap((address) => {
    const [one, other] = [old[address], now[address]];
    if (one === undefined || other === undefined) return [address];
    const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
    return names
      .filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]))
      .map((name) => `${address} ${name}`);
  });
}

/** The same, without the hashes of addresses. */
function changed(before: string, after: string): readonly string[] {
  return changes(before, after).map((each) => each.replace(/_[0-9A-F]{8}(?= |$)/, ""));
}

function without(file: keyof typeof RULES): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(RULES).filter(([name]) => name !== file));
}

describe("what is deployed of a rule", () => {
  test("is the same, byte for byte, from a file with another name and place, but for the comment", () => {
    const before = written(RULES);
    const moved = { ...without("a.yml"), "sub/zz.yml": RULES["a.yml"] };
    const after = written(moved);
    const placeless = (text: string) => text.replace(/"rule": "[^"]*"/g, '"rule": "-"');
    expect(after).toContain("sub/zz.yml");
    expect(placeless(after)).toBe(placeless(before));
  });

  test("changes its alarm's name and its display name alone, under a new title", () => {
    const titled = ruleText({ id: idOf(1), title: "Renamed", detection: onEvent("CreateUser") });
    expect(changed(written(RULES), written({ ...RULES, "a.yml": titled }))).toEqual([
      `${ALARM}.Pack_${idOf(1)}_CloudWatch_Alarm alarm_name`,
      `${SCHEDULED}.Pack_${idOf(1)}_Sentinel_Rule display_name`,
    ]);
  });

  test("also changes its descriptions, where the title is all that describes it", () => {
    const keys = { id: idOf(1), description: undefined, detection: onEvent("CreateUser") };
    const before = { ...RULES, "a.yml": ruleText({ ...keys, title: "First" }) };
    const after = { ...RULES, "a.yml": ruleText({ ...keys, title: "Renamed" }) };
    expect(changed(written(before), written(after))).toEqual([
      `${ALARM}.Pack_${idOf(1)}_CloudWatch_Alarm alarm_description`,
      `${ALARM}.Pack_${idOf(1)}_CloudWatch_Alarm alarm_name`,
      `${SCHEDULED}.Pack_${idOf(1)}_Sentinel_Rule description`,
      `${SCHEDULED}.Pack_${idOf(1)}_Sentinel_Rule display_name`,
    ]);
  });

  test("changes in place, under the names that it had, where its detection changes", () => {
    const edited = ruleText({ id: idOf(1), title: "First", detection: onEvent("CreateGroup") });
    expect(changed(written(RULES), written({ ...RULES, "a.yml": edited }))).toEqual([
      `${FILTER}.Pack_${idOf(1)}_CloudWatch_Filter pattern`,
      `${QUERY}.Pack_${idOf(1)}_CloudWatch_Query query_string`,
      // A group is no user: what is acted on is another thing.
      `${SCHEDULED}.Pack_${idOf(1)}_Sentinel_Rule custom_details`,
      `${SCHEDULED}.Pack_${idOf(1)}_Sentinel_Rule query`,
    ]);
  });

  test("vanishes with the rule, and nothing else does", () => {
    const gone = changed(written(RULES), written(without("b.yml")));
    expect(gone).toEqual(
      [
        `${FILTER}.Pack_${idOf(2)}_CloudWatch_Filter`,
        `${ALARM}.Pack_${idOf(2)}_CloudWatch_Alarm`,
        `${QUERY}.Pack_${idOf(2)}_CloudWatch_Query`,
        `${SCHEDULED}.Pack_${idOf(2)}_Sentinel_Rule`,
      ].sort(),
    );
  });

  test("does not change when its id is written in capitals", () => {
    const capitals = { ...RULES, "a.yml": RULES["a.yml"].replace(/-51f4-/, "-51F4-") };
    expect(capitals["a.yml"]).not.toBe(RULES["a.yml"]);
    expect(changed(written(RULES), written(capitals))).toEqual([]);
  });

  test("keeps its first filters where a pattern grows into more of them", () => {
    const names = Array.from({ length: 60 }, (_, index) => `DoSomethingWithALongName${index}`);
    const many = { selection: { eventName: names }, condition: "selection" };
    const long = ruleText({ id: idOf(1), title: "First", detection: many });
    const found = changed(written(RULES), written({ ...RULES, "a.yml": long }));
    const filter = `${FILTER}.Pack_${idOf(1)}_CloudWatch_Filter`;
    expect(found).toEqual(expect.arrayContaining([`${filter} pattern`, `${filter}2`]));
    expect(found).not.toContain(`${filter} name`);
  });

  test("is named by what it is for: the rule's id, never its title, file or order", () => {
    const stack: Json = JSON.parse(written(RULES));
    if (!isObject(stack)) throw new Error("a stack is an object");
    const ids = [1, 2, 3].map(idOf);
    const names = (type: string) => resources(stack, type).map((each) => each["name"]);
    expect(names(FILTER)).toEqual(ids);
    expect(
      resources(stack, FILTER).map((each) => member(member(each, "metric_transformation"), "name")),
    ).toEqual(ids);
    expect(names(QUERY)).toEqual(ids.map((id) => `detections/${id}`));
    expect(names(SCHEDULED)).toEqual(ids);
  });
});

describe("names in Terraform", () => {
  const named = (build: Parameters<typeof synthesise>[0]) => {
    const stack = synthesise(build);
    return { stack, names: TYPES.flatMap((type) => resourceNames(stack, type)) };
  };
  const props = { rule: ruleText(), logGroupName: "trail", workspaceId: WORKSPACE };

  test.each([
    "0a5177f4",
    "7c6f2c0e-51f4",
    "-dash",
    "9",
    "Default",
    "Resource",
    "é9",
    "_x",
    "a.b/c",
  ])("are valid for what is made under the construct id %j, and references follow", (id) => {
    const { stack, names } = named((scope) => {
      new Detection(scope, id, props);
      new DetectionPack(scope, `${id}-Pack`, {
        ...{ rules: [ruleText()], namePrefix: "b-", logGroupName: "trail", workspaceId: WORKSPACE },
      });
    });
    expect(names).toHaveLength(8);
    for (const name of names) expect(name).toMatch(/^[A-Za-z_][\w-]*$/);
    const filters = resourceNames(stack, FILTER);
    for (const alarm of resources(stack, ALARM)) {
      const [, referred = ""] = /^\$\{\w+\.([\w-]+)\./.exec(String(alarm["metric_name"])) ?? [];
      expect(filters).toContain(referred);
    }
  });

  test.each(["Default", "Resource"])(
    "are valid for a pack whose id CDKTF leaves out of names: %s",
    (id) => {
      const { names } = named((scope) => {
        new DetectionPack(scope, id, { rules: [ruleText()], logGroupName: "trail" });
      });
      expect(names).toHaveLength(3);
      for (const name of names) expect(name).toMatch(/^[A-Za-z_][\w-]*$/);
    },
  );

  test("differ where construct ids differ in punctuation only", () => {
    const { names } = named((scope) => {
      for (const [index, id] of ["aws.root", "awsroot", "aws root"].entries()) {
        new Detection(scope, id, { ...props, namePrefix: `p${index}-` });
      }
    });
    expect(new Set(names).size).toBe(12);
  });

  test("differ for constructs inside constructs, whose ids lead on from one another", () => {
    const { names } = named((scope) => {
      const outer = new Construct(scope, "Security");
      new Detection(outer, "Rule", { ...props, namePrefix: "a-" });
      const inner = new Construct(outer, "Security");
      new Detection(inner, "Rule", { ...props, namePrefix: "b-" });
      new Detection(scope, "SecurityRule", { ...props, namePrefix: "c-" });
      const pack = { rules: [ruleText()], logGroupName: "trail", workspaceId: WORKSPACE };
      new DetectionPack(inner, "Pack", { ...pack, namePrefix: "d-" });
    });
    expect(new Set(names).size).toBe(16);
  });

  test("are the stack's choice for everything: no child is called `Default`", () => {
    const found: string[] = [];
    synthesise((scope) => {
      new DetectionPack(scope, "Pack", {
        ...{ rules: [ruleText()], logGroupName: "trail", workspaceId: WORKSPACE },
        ...{ furtherLogGroups: { b: "b" }, furtherWorkspaces: { b: workspaceNamed("b") } },
      });
      new CloudWatchDetection(scope, "Aws", { ...props, namePrefix: "a-" });
      new SentinelDetection(scope, "Azure", { ...props, namePrefix: "a-" });
      found.push(...scope.node.findAll().map(({ node }) => node.id));
    });
    expect(found).toEqual(expect.arrayContaining(["Filter", "Alarm", "Query", "Rule"]));
    expect(found).not.toContain("Default");
    expect(found).not.toContain("Resource");
  });
});
