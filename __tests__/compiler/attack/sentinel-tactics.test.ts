import { readFileSync } from "node:fs";

import { SENTINEL_TACTICS } from "../../../compiler/attack/sentinel-tactics";
import { attackOf } from "../../../compiler/attack/sentinel-tactics";
import { describeWithShared, shared } from "../../support/optional";

describe("the ATT&CK tags of a rule", () => {
  test("become tactics and techniques, a sub-technique its technique", () => {
    expect(
      attackOf([
        "attack.privilege-escalation",
        "attack.persistence",
        "attack.t1098.003",
        "cve.2021",
      ]),
    ).toEqual({
      tactics: ["PrivilegeEscalation", "Persistence"],
      techniques: ["T1098"],
      subTechniques: [{ written: "T1098.003", given: "T1098" }],
      translated: [],
      unknown: [],
    });
  });

  test("are read in old and new spelling, each result once", () => {
    const { tactics, techniques } = attackOf([
      "attack.defense_evasion",
      "attack.stealth",
      "attack.defense-impairment",
      "attack.T1098",
      "attack.t1098.001",
    ]);
    expect(tactics).toEqual(["DefenseEvasion"]);
    expect(techniques).toEqual(["T1098"]);
  });

  test("newer than Sentinel's version give their predecessor", () => {
    expect(attackOf(["attack.t1685.002", "attack.t1685.005", "attack.t1685"])).toMatchObject({
      techniques: ["T1562", "T1070"],
      subTechniques: [],
      translated: [
        { written: "T1685.002", given: "T1562" },
        { written: "T1685.005", given: "T1070" },
        { written: "T1685", given: "T1562" },
      ],
    });
  });

  test("name what they cannot be", () => {
    expect(attackOf(["attack.persistance", "attack.g0016", "attack.s0039"]).unknown).toEqual([
      "attack.persistance",
    ]);
  });
});

describeWithShared("the ATT&CK tables", () => {
  const read = (name: string) => JSON.parse(readFileSync(shared(`attack/${name}`), "utf8"));

  test("name every tactic as Sentinel does", () => {
    const { tactics, superseded }: Record<string, { shortName: string; sentinelName: string }[]> =
      read("tactics.json");
    const all = [...(tactics ?? []), ...(superseded ?? [])];
    expect(all).toHaveLength(16);
    for (const { shortName, sentinelName } of all) {
      expect(attackOf([`attack.${shortName}`]).tactics).toEqual([sentinelName]);
      expect(SENTINEL_TACTICS).toContain(sentinelName);
    }
  });

  test("give each technique new in 19 the one that is recorded for it", () => {
    const { added }: { added: { id: string; v18Technique: string | null }[] } =
      read("v19-changes.json");
    const recorded = added.filter(({ v18Technique }) => v18Technique !== null);
    expect(recorded.length).toBeGreaterThan(10);
    for (const { id, v18Technique } of recorded) {
      expect([id, ...attackOf([`attack.${id.toLowerCase()}`]).techniques]).toEqual([
        id,
        v18Technique,
      ]);
    }
  });
});
