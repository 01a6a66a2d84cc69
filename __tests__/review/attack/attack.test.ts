import { readFileSync } from "node:fs";
import Ajv from "ajv";

import { SUCCESSORS, TACTICS, TECHNIQUES } from "../../../compiler/attack/enterprise";
import { attackCoverage, coverageGaps } from "../../../review/attack/coverage";
import { navigatorLayer } from "../../../review/attack/navigator-layer";
import { ruleAttack, type RuleAttack } from "../../../review/attack/rule-attack";
import { reviewSet } from "../../../review/review-set";
import { describeWithShared, shared } from "../../support/optional";
import { ruleOf } from "../reviewed";

const attackOfTags = (...tags: string[]): RuleAttack =>
  ruleAttack({ title: "T", logsource: {}, detection: {}, tags });
const names = ({ tactics }: RuleAttack) => tactics.map(({ shortName }) => shortName);

describe("a rule's ATT&CK", () => {
  test("a technique stands under the tactics that both it and the rule name", () => {
    const attack = attackOfTags("attack.persistence", "attack.t1098");
    expect(attack.techniques).toEqual([
      { id: "T1098", name: "Account Manipulation", tactics: ["persistence"] },
    ]);
  });

  test("a rule that names a technique alone covers it under all its tactics", () => {
    expect(attackOfTags("attack.t1098").techniques[0]?.tactics).toEqual([
      "persistence",
      "privilege-escalation",
    ]);
  });

  test("a sub-technique is called by its technique's name and its own", () => {
    expect(attackOfTags("attack.t1078.004").techniques[0]?.name).toBe(
      "Valid Accounts: Cloud Accounts",
    );
  });

  test("a revoked technique becomes the one that took its place, and says so", () => {
    const attack = attackOfTags("attack.defense-evasion", "attack.t1562.008");
    expect(attack.techniques[0]).toMatchObject({ id: "T1685.002", written: "T1562.008" });
    expect(names(attack)).toEqual(["defense-impairment"]);
  });

  test("what ATT&CK does not have is named, not dropped", () => {
    expect(attackOfTags("attack.t9999", "attack.nonsense").unknown).toEqual([
      "attack.nonsense",
      "T9999",
    ]);
  });

  test("Sentinel's own keys count too", () => {
    const attack = ruleAttack({
      name: "N",
      severity: "Low",
      query: "T",
      tactics: ["CredentialAccess"],
      relevantTechniques: ["T1555"],
    });
    expect(names(attack)).toEqual(["credential-access"]);
    expect(attack.techniques.map(({ id }) => id)).toEqual(["T1555"]);
  });
});

describe("coverage", () => {
  const rule = (key: string, ...tags: string[]) => ({
    key,
    title: key,
    attack: attackOfTags(...tags),
  });

  test("a cell counts the rules that name both technique and tactic", () => {
    const coverage = attackCoverage([
      rule("a", "attack.t1098"),
      rule("b", "attack.persistence", "attack.t1098"),
    ]);
    const cell = (tactic: string) =>
      coverage.find(({ shortName }) => shortName === tactic)?.techniques[0]?.rules.length;
    expect(cell("persistence")).toBe(2);
    expect(cell("privilege-escalation")).toBe(1);
    expect(coverage.map(({ shortName }) => shortName)).toEqual(
      TACTICS.map(({ shortName }) => shortName),
    );
  });

  test("a rule for a sub-technique closes the gap of its technique, not the other way round", () => {
    const rules = [rule("a", "attack.t1098.001")];
    expect(coverageGaps(rules, ["T1098", "T1098.001", "T1098.003", "t1530"])).toEqual([
      "T1098.003",
      "T1530",
    ]);
    expect(coverageGaps([rule("b", "attack.t1685.002")], ["T1562.008"])).toEqual([]);
  });
});

describeWithShared("against ATT&CK's data and Navigator's format", () => {
  interface Entry {
    readonly id: string;
    readonly name: string;
    readonly tactics: readonly string[];
    readonly deprecated?: boolean;
    readonly revoked?: boolean;
    readonly revokedBy?: string;
  }
  const entries: readonly Entry[] = JSON.parse(
    readFileSync(shared("attack/techniques.json"), "utf8"),
  );
  const inForce = entries.filter(({ deprecated, revoked }) => !deprecated && !revoked);

  test("our table has every technique in force, and no other", () => {
    expect([...TECHNIQUES.values()]).toEqual(
      inForce.map(({ id, name, tactics }) => ({ id, name, tactics })),
    );
  });

  test("every revoked id with a successor leads to one in force", () => {
    const revoked = entries.filter(({ revokedBy }) => revokedBy !== undefined);
    expect([...SUCCESSORS.keys()].sort()).toEqual(revoked.map(({ id }) => id).sort());
    expect([...SUCCESSORS.values()].filter((id) => !TECHNIQUES.has(id))).toEqual([]);
  });

  test("the layer of a set with gaps is a valid layer whose tactics are the techniques' own", () => {
    const rules = ["aws-iam-access-key-created", "aws-iam-backdoor-user-keys"];
    const set = reviewSet(
      rules.map((rule) => ruleOf(`rules/starter/${rule}.yml`)),
      { targetTechniques: ["T1098", "T1530"] },
    );
    const layer = navigatorLayer(set);
    const schema = JSON.parse(
      readFileSync(shared("formats/navigator/layer-4.5.schema.json"), "utf8"),
    );
    const validate = new Ajv({ strict: false }).compile(schema);
    expect(validate(layer) ? [] : validate.errors).toEqual([]);
    expect(layer.techniques).toContainEqual(
      expect.objectContaining({ techniqueID: "T1098", tactic: "persistence", score: 2 }),
    );
    expect(layer.techniques).toContainEqual(
      expect.objectContaining({ techniqueID: "T1530", score: 0 }),
    );
  });
});
