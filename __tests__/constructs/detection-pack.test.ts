import { join } from "node:path";

import { Detection, DetectionPack } from "../../constructs";
import { WORKSPACE, workspaceNamed } from "../support/places";
import { ruleFolder } from "../support/rule-folder";
import { ruleText, WIDER_DETECTION } from "../support/rules";
import { resources, synthesise } from "../support/synth";
import { ALARM, deployPack, idOf, idsOnAws, idsOnAzure, refusalOf, SCHEDULED } from "./packs";

const BOTH = { logGroupName: "trail", workspaceId: WORKSPACE };

describe("a pack", () => {
  test("is of folders, files and texts alike, each with as many rules as it holds", () => {
    const folder = ruleFolder({
      "folder/one.yml": ruleText({ id: idOf(1) }),
      "file.yml": `${ruleText({ id: idOf(2) })}---\n${ruleText({ id: idOf(3) })}`,
    });
    const rules = [join(folder, "folder"), join(folder, "file.yml"), ruleText({ id: idOf(4) })];
    const { json, pack } = deployPack({ ...BOTH, rules });
    const ids = [1, 2, 3, 4].map(idOf);
    expect(idsOnAws(json)).toEqual(ids);
    expect(idsOnAzure(json)).toEqual(ids);
    expect(pack.detections.map(({ node }) => node.id)).toEqual(ids);
  });

  test("lets its rules refer to each other, wherever they come from", () => {
    const counted = ruleFolder({ "login.yml": ruleText({ id: idOf(1), name: "login" }) });
    const correlation = ruleText({
      id: idOf(2),
      logsource: undefined,
      detection: undefined,
      accept: "wider",
      correlation: { type: "event_count", rules: ["login"], timespan: "1h", condition: { gt: 8 } },
    });
    const filter = ruleText({
      ...{ id: idOf(3), status: undefined, level: undefined, tags: undefined },
      detection: undefined,
      filter: {
        rules: ["login"],
        selection: { awsRegion: "eu-central-2" },
        condition: "not selection",
      },
    });
    const { json } = deployPack({ ...BOTH, rules: [correlation, filter, counted] });
    expect(idsOnAws(json)).toEqual([idOf(2)]);
    expect(resources(json, ALARM)).toMatchObject([{ period: 3660, threshold: 8 }]);
    expect(JSON.stringify(resources(json, SCHEDULED))).toContain("eu-central-2");
  });

  test("gives at hand what it made of each rule", () => {
    const { pack } = deployPack({
      ...BOTH,
      rules: [ruleText()],
      furtherWorkspaces: { b: workspaceNamed("b") },
    });
    const [detection] = pack.detections;
    expect(detection?.cloudwatch?.verdict).toBe("exact");
    expect(detection?.cloudwatch?.alarm?.terraformResourceType).toBe(ALARM);
    expect(detection?.sentinel.map(({ verdict }) => verdict)).toEqual(["exact", "exact"]);
    expect(detection?.sentinel.map(({ alertRule }) => alertRule?.terraformResourceType)).toEqual([
      SCHEDULED,
      SCHEDULED,
    ]);
  });

  test("needs every rule to have an id", () => {
    const rules = [ruleFolder({ "one.yml": ruleText({ id: undefined }) })];
    expect(refusalOf(() => deployPack({ ...BOTH, rules }))).toMatch(
      /pack: .*one\.yml:1:1 DET310 a rule without an id cannot be deployed[^]*fix: add `id:`/,
    );
  });

  test("tells once of a credit too long to be carried, though both clouds would carry it", () => {
    const rules = [ruleText({ author: "name, ".repeat(300) })];
    const refusal = refusalOf(() => deployPack({ ...BOTH, rules }));
    expect(refusal.match(/DET311/g)).toHaveLength(1);
  });
});

describe("a pack in words", () => {
  const files = {
    "exact.yml": ruleText({ id: idOf(1), title: "Trail stopped" }),
    "wider.yml": ruleText({ id: idOf(2), title: "Key for another", detection: WIDER_DETECTION }),
  };

  test("says of each rule the verdict, what alerts, what is not applied, as it is deployed", () => {
    const { pack } = deployPack({
      ...{ ...BOTH, rules: [ruleFolder(files)], queryPeriod: "1h" },
      overrides: { [idOf(2)]: { accept: "wider", triggerThreshold: 3 } },
    });
    const aws = pack.summary("cloudwatch");
    expect(aws).toMatch(/^exact: Trail stopped \(.*exact\.yml\)\n/);
    expect(aws).toMatch(/alerts on one or more matching events in 1 hour\n/);
    expect(aws).toMatch(
      /\nwider: Key for another \(.*wider\.yml\)\n.* 4 or more matching events in 1 hour 1 minute\n/,
    );
    expect(aws).toMatch(/not applied `userIdentity\.userName\|fieldref: /);
    const azure = pack.summary("sentinel");
    expect(azure.match(/^exact: /gm)).toHaveLength(2);
    expect(azure).toContain("AWSCloudTrail");
  });

  test("leaves out the clouds that a rule does not go to", () => {
    const { pack } = deployPack({
      ...{ ...BOTH, rules: [ruleFolder(files)] },
      overrides: { [idOf(2)]: { targets: ["sentinel"] } },
    });
    expect(pack.summary("cloudwatch")).not.toContain("Key for another");
    expect(pack.summary("sentinel")).toContain("Key for another");
  });
});

describe("a detection that is refused", () => {
  test("holds nothing: neither cloud's half is made", () => {
    const made: Detection[] = [];
    const build = () =>
      synthesise((stack) => {
        made.push(new Detection(stack, "Rule", { ...BOTH, rule: ruleText({ level: "hgih" }) }));
      });
    expect(refusalOf(build)).toMatch(/detections\/Rule: <text>:1:\d+ DET304 /);
    expect(made[0]?.cloudwatch).toBeUndefined();
    expect(made[0]?.sentinel).toEqual([]);
  });

  test("on one cloud alone has no verdict and no resource there", () => {
    const made: Detection[] = [];
    const build = () =>
      synthesise((stack) => {
        const rule = ruleText({ detection: WIDER_DETECTION });
        made.push(new Detection(stack, "Rule", { ...BOTH, rule }));
      });
    expect(refusalOf(build)).toMatch(/DET501/);
    expect(made[0]?.cloudwatch).toMatchObject({ verdict: undefined, alarm: undefined });
    expect(made[0]?.sentinel.map(({ verdict }) => verdict)).toEqual(["exact"]);
  });
});

test("a pack of nothing is no error", () => {
  const stack = synthesise((scope) => {
    new DetectionPack(scope, "Pack", { ...BOTH, rules: [] });
  });
  expect(stack).not.toHaveProperty("resource");
});
