/**
 * The frameworks whose controls a rule may name, by the keys that it names them with. A version is part
 * of the key, since a control bears another number in the next one.
 */

/** What a framework's ids look like. */
interface IdForm {
  readonly pattern: RegExp;
  readonly meaning: string;
}

const SECTION: IdForm = {
  pattern: /^\d+(\.\d+)+$/,
  meaning: 'the number of a control, in quotes, such as `"4.4"`',
};
const HUB_CONTROL: IdForm = {
  pattern: /^[A-Za-z][A-Za-z0-9]*\.\d+$/,
  meaning: "a control of Security Hub, such as `CloudWatch.4`",
};

export interface Framework {
  /** As its publisher calls it, without the version. */
  readonly name: string;
  readonly version?: string;
  readonly id: IdForm;
}

/** The published versions of the benchmark, oldest first. */
export const CIS_AWS_VERSIONS = [
  "1.2",
  "1.3",
  "1.4",
  "1.5",
  "2.0",
  "3.0",
  "4.0.1",
  "5.0",
  "6.0",
  "7.0",
] as const;
export type CisAwsVersion = (typeof CIS_AWS_VERSIONS)[number];

export type FrameworkKey =
  `cis-aws-${CisAwsVersion}` | "security-hub" | "nist-800-171-r2" | "pci-dss-3.2.1";

/** In the order of every list. */
export const FRAMEWORKS = {
  ...Object.fromEntries(
    CIS_AWS_VERSIONS.map((version) => [
      `cis-aws-${version}`,
      { name: "CIS AWS Foundations", version, id: SECTION },
    ]),
  ),
  "security-hub": { name: "Security Hub", id: HUB_CONTROL },
  "nist-800-171-r2": { name: "NIST SP 800-171", version: "r2", id: SECTION },
  "pci-dss-3.2.1": { name: "PCI DSS", version: "3.2.1", id: SECTION },
} as Readonly<Record<FrameworkKey, Framework>>;

export const FRAMEWORK_KEYS = Object.keys(FRAMEWORKS) as readonly FrameworkKey[];
