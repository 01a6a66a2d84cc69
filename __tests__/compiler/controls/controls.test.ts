import { readFileSync } from "node:fs";

import { MONITORING_CONTROLS } from "../../../compiler/controls/aws-monitoring";
import {
  controlGroups,
  controlsOf,
  monitoringControlsOf,
} from "../../../compiler/controls/controls";
import { CIS_AWS_VERSIONS } from "../../../compiler/controls/frameworks";
import { describeWithShared, shared } from "../../support/optional";

const words = (written: Parameters<typeof controlsOf>[0]) =>
  controlGroups(controlsOf(written)).map(
    ({ name, ids, by }) => `${name}: ${ids.join(", ")}${by === undefined ? "" : ` (${by})`}`,
  );

describe("the controls of a rule", () => {
  test("are what a monitoring control is called in each version, by any of its numbers", () => {
    const expected = [
      "CIS AWS Foundations 1.2: 3.11",
      "CIS AWS Foundations 1.3 to 5.0: 4.11",
      "CIS AWS Foundations 6.0 to 7.0: 5.11",
      "Security Hub: CloudWatch.11",
      "NIST SP 800-171 r2: 3.14.6, 3.14.7 (Security Hub)",
      "NIST SP 800-171 r2: 3.6.1, 3.6.2, 3.12.4 (Prowler)",
    ];
    expect(words({ "cis-aws-1.2": "3.11" })).toEqual(expected);
    expect(words({ "cis-aws-7.0": ["5.11"] })).toEqual(expected);
    expect(words({ "security-hub": "CloudWatch.11" })).toEqual(expected);
  });

  test("are those that it names alone, where that is no monitoring control", () => {
    expect(words({ "cis-aws-5.0": "1.7", "pci-dss-3.2.1": ["10.5", "10.2"] })).toEqual([
      "CIS AWS Foundations 5.0: 1.7",
      "PCI DSS 3.2.1: 10.5, 10.2",
    ]);
    // The number of another section, and of a control that 1.2 does not have yet.
    expect(monitoringControlsOf({ "cis-aws-1.2": ["4.4", "3.15"] })).toEqual([]);
    expect(words(undefined)).toEqual([]);
  });

  test("of Organizations begin with 1.3, and are none of Security Hub's", () => {
    expect(words({ "cis-aws-5.0": "4.15" })).toEqual([
      "CIS AWS Foundations 1.3 to 5.0: 4.15",
      "CIS AWS Foundations 6.0 to 7.0: 5.15",
    ]);
  });

  test("that the rule names itself need nobody who says so", () => {
    const own = controlsOf({ "cis-aws-5.0": "4.4", "nist-800-171-r2": "3.14.6" });
    expect(own.filter(({ id }) => id === "3.14.6")).toEqual([
      { framework: "nist-800-171-r2", id: "3.14.6" },
    ]);
    expect(own.find(({ id }) => id === "3.14.7")?.by).toBe("Security Hub");
  });
});

interface Published {
  readonly control: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly securityHub: string | null;
  readonly securityHubStandards: Readonly<Record<string, readonly string[]>>;
  readonly nist: Readonly<Record<string, readonly string[]>>;
  readonly pci: Readonly<Record<string, readonly string[]>>;
}

describeWithShared("the table of monitoring controls", () => {
  const read = (): readonly Published[] =>
    JSON.parse(readFileSync(shared("catalogue/cis.json"), "utf8"));
  const idsIn = (control: number, framework: string, by?: string) =>
    controlsOf({ "cis-aws-5.0": `4.${control}` })
      .filter((each) => each.framework === framework && each.by === by)
      .map(({ id }) => id);

  test("has every number that was published, and no other", () => {
    expect(read().map(({ control }) => control)).toEqual(
      MONITORING_CONTROLS.map(({ number }) => number),
    );
    for (const { control, versions, securityHub } of read()) {
      for (const version of CIS_AWS_VERSIONS) {
        const published = versions[version] ?? [];
        expect(idsIn(control, `cis-aws-${version}`)).toEqual([published].flat());
      }
      expect(idsIn(control, "security-hub")).toEqual(securityHub === null ? [] : [securityHub]);
    }
  });

  test("has what Security Hub and Prowler map them to", () => {
    for (const { control, securityHubStandards: hub, nist, pci } of read()) {
      const byProwler = (ids: readonly string[] = []) => ids.map((id) => id.replaceAll("_", "."));
      expect(idsIn(control, "nist-800-171-r2", "Security Hub")).toEqual(
        hub["NIST 800-171 r2"] ?? [],
      );
      expect(idsIn(control, "nist-800-171-r2", "Prowler")).toEqual(
        byProwler(nist["800-171 r2 (Prowler)"]),
      );
      const pciByHub = hub["PCI DSS 3.2.1"] ?? [];
      expect(idsIn(control, "pci-dss-3.2.1", "Security Hub")).toEqual(pciByHub);
      expect(idsIn(control, "pci-dss-3.2.1", "Prowler")).toEqual(
        byProwler(pci["3.2.1 (Prowler)"]).filter((id) => !pciByHub.includes(id)),
      );
    }
  });
});
