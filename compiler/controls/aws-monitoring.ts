import { CIS_AWS_VERSIONS, type CisAwsVersion, type FrameworkKey } from "./frameworks";

/**
 * The monitoring controls of CIS AWS Foundations, and where else each is asked for. Sources: the
 * compliance files of Prowler (cis_1.4 to cis_7.0, nist_800_171_revision_2, pci_3.2.1, 2026-08-21) and of
 * steampipe-mod-aws-compliance (cis_v120 to cis_v600, 2025-12-06); Security Hub's user guide, "CloudWatch
 * controls". Its standards CIS 3.0.0 and 5.0.0 leave these controls out.
 */
export interface MonitoringControl {
  /** The last part of its number, the same in every version of the benchmark. */
  readonly number: number;
  /** @default - Security Hub does not have it */
  readonly securityHub?: string;
  /** What Security Hub and Prowler say that it serves elsewhere. */
  readonly serves?: readonly Served[];
}

interface Served {
  readonly framework: FrameworkKey;
  readonly ids: readonly string[];
  readonly by: "Security Hub" | "Prowler";
}

/** The section of monitoring: 3 in 1.2, 4 to 5.0, 5 from 6.0 on (7.0: Prowler alone). */
export function monitoringSection(version: CisAwsVersion): number {
  switch (version) {
    case "1.2":
      return 3;
    case "1.3":
    case "1.4":
    case "1.5":
    case "2.0":
    case "3.0":
    case "4.0.1":
    case "5.0":
      return 4;
    case "6.0":
    case "7.0":
      return 5;
  }
}

/** Organizations came with 1.3. */
const LATER_THAN_1_2 = [15];

/** The versions that have a monitoring control. */
export function versionsWith({ number }: MonitoringControl): readonly CisAwsVersion[] {
  return CIS_AWS_VERSIONS.filter(
    (version) => version !== "1.2" || !LATER_THAN_1_2.includes(number),
  );
}

const nist = (by: Served["by"], ...ids: readonly string[]): Served => ({
  framework: "nist-800-171-r2",
  ids,
  by,
});
const pci = (by: Served["by"], ...ids: readonly string[]): Served => ({
  framework: "pci-dss-3.2.1",
  ids,
  by,
});
const BY_PROWLER = nist("Prowler", "3.6.1", "3.6.2", "3.12.4");

export const MONITORING_CONTROLS: readonly MonitoringControl[] = [
  {
    number: 1,
    securityHub: "CloudWatch.2",
    serves: [nist("Security Hub", "3.13.1", "3.14.6", "3.14.7")],
  },
  { number: 2, securityHub: "CloudWatch.3" },
  {
    number: 3,
    securityHub: "CloudWatch.1",
    serves: [
      { framework: "cis-aws-1.2", ids: ["1.1"], by: "Security Hub" },
      { framework: "cis-aws-1.4", ids: ["1.7"], by: "Security Hub" },
      nist("Security Hub", "3.14.6", "3.14.7"),
      pci("Security Hub", "7.2.1"),
      pci("Prowler", "7.2", "7.2.1"),
    ],
  },
  {
    number: 4,
    securityHub: "CloudWatch.4",
    serves: [nist("Security Hub", "3.14.6", "3.14.7"), pci("Prowler", "8.1", "8.1.2")],
  },
  {
    number: 5,
    securityHub: "CloudWatch.5",
    serves: [nist("Security Hub", "3.3.8", "3.14.6", "3.14.7")],
  },
  { number: 6, securityHub: "CloudWatch.6", serves: [nist("Security Hub", "3.14.6", "3.14.7")] },
  {
    number: 7,
    securityHub: "CloudWatch.7",
    serves: [nist("Security Hub", "3.13.10", "3.13.16", "3.14.6", "3.14.7")],
  },
  { number: 8, securityHub: "CloudWatch.8", serves: [nist("Security Hub", "3.14.6", "3.14.7")] },
  {
    number: 9,
    securityHub: "CloudWatch.9",
    serves: [nist("Security Hub", "3.3.8", "3.14.6", "3.14.7")],
  },
  { number: 10, securityHub: "CloudWatch.10", serves: [nist("Security Hub", "3.14.6", "3.14.7")] },
  {
    number: 11,
    securityHub: "CloudWatch.11",
    serves: [nist("Security Hub", "3.14.6", "3.14.7"), BY_PROWLER],
  },
  {
    number: 12,
    securityHub: "CloudWatch.12",
    serves: [nist("Security Hub", "3.3.1", "3.13.1"), BY_PROWLER],
  },
  {
    number: 13,
    securityHub: "CloudWatch.13",
    serves: [nist("Security Hub", "3.3.1", "3.13.1", "3.14.6", "3.14.7"), BY_PROWLER],
  },
  {
    number: 14,
    securityHub: "CloudWatch.14",
    serves: [nist("Security Hub", "3.3.1", "3.13.1", "3.14.6", "3.14.7"), BY_PROWLER],
  },
  { number: 15 },
];
