import { readFileSync } from "node:fs";

import { RETIRED_TACTICS, TACTIC_NAMES } from "../../../compiler/attack/enterprise";
import { techniqueState } from "../../../compiler/attack/technique-state";
import { describeWithShared, shared } from "../../support/optional";
import { findings, fixed, lints } from "./linting";

const tags = (...names: string[]) => `tags: [${names.join(", ")}]`;

describe("ATT&CK tags", () => {
  test("in force are left alone, also in the old spelling", () => {
    expect(
      lints(tags("attack.persistence", "attack.privilege_escalation", "attack.t1098.003")),
    ).toEqual([]);
  });

  test("of groups, software and other namespaces are left alone", () => {
    expect(lints(tags("attack.g0016", "attack.s0039", "cve.2021.44228", "tlp.red"))).toEqual([]);
    expect(lints(tags("attack.ds0017", "attack.m1032", "attack.a0008"))).toEqual([]);
    expect(lints(tags("d3fend.d3-am", "d3fend.d3f-WindowsNtOpenFile"))).toEqual([]);
  });

  test("that never were are flagged, with the nearest tactic", () => {
    expect(lints(tags("attack.t9999", "attack.t1098.099", "attack.t1055.006"))).toEqual([
      "DET410 attack.t9999",
      "DET410 attack.t1098.099",
      "DET410 attack.t1055.006",
    ]);
    expect(findings(tags("attack.persistance"))[0]?.found.fix).toBe("write `attack.persistence`");
  });

  test("that are retired give their successor", () => {
    expect(lints(tags("attack.t1562.001"))).toEqual(["DET411 attack.t1562.001"]);
    expect(fixed(tags("attack.t1562.001"))).toContain("tags: [attack.t1685]");
  });

  test("with several successors, or none, are left to the author", () => {
    for (const tag of ["attack.defense-evasion", "attack.t1064"]) {
      const [finding] = findings(tags(tag));
      expect(finding?.code).toBe("DET411");
      expect(finding?.found.edit).toBeUndefined();
    }
  });
});

interface Technique {
  readonly id: string;
  readonly deprecated?: true;
  readonly revoked?: true;
  readonly revokedBy?: string;
}

describeWithShared("the table of techniques", () => {
  const read = (name: string) => JSON.parse(readFileSync(shared(`attack/${name}`), "utf8"));
  const techniques: readonly Technique[] = read("techniques.json");
  const byId = new Map(techniques.map((each) => [each.id, each]));
  const isRetired = (each: Technique | undefined) =>
    each?.deprecated === true || each?.revoked === true;

  test("has every technique in its state, successors in force", () => {
    expect(techniques.length).toBeGreaterThan(800);
    for (const technique of techniques) {
      let successor = technique.revokedBy;
      for (let next = successor; next !== undefined; next = byId.get(next)?.revokedBy) {
        successor = next;
      }
      expect([technique.id, techniqueState(technique.id)]).toEqual([
        technique.id,
        isRetired(technique) ? { kind: "retired", successor } : { kind: "in-force" },
      ]);
      if (successor !== undefined) expect(techniqueState(successor).kind).toBe("in-force");
    }
  });

  test("has no other technique", () => {
    const numbers = Array.from({ length: 1000 }, (_, at) => `T${1000 + at}`);
    const subs = Array.from({ length: 30 }, (_, at) => `.${String(at).padStart(3, "0")}`);
    const ids = numbers.flatMap((each) => [each, ...subs.map((sub) => each + sub)]);
    expect(ids.filter((id) => !byId.has(id) && techniqueState(id).kind !== "unknown")).toEqual([]);
  });

  test("has every tactic, and those they replace", () => {
    const { tactics, superseded } = read("tactics.json");
    expect(tactics.map((each: { shortName: string }) => each.shortName)).toEqual(TACTIC_NAMES);
    for (const { shortName, successors } of superseded) {
      expect(RETIRED_TACTICS.get(shortName)).toEqual(successors);
    }
  });
});
