import { tableNames } from "../../compiler/log-sources/read-tables";
import { LOG_SOURCES } from "../../compiler/log-sources/registry";
import { logSourceText } from "../../compiler/rule/log-source";
import { isMapOf, NAME_BY_KEY, orToken, TAGS, type PropTypes } from "./prop-types";

/** Names and tags, for everything a construct makes. */
export interface NamingProps {
  /**
   * Begins the name of everything that is deployed, so that the same rule can be deployed twice to one
   * account or workspace: 1 to 64 letters, digits or `. _ / # -`.
   * @default - none
   */
  readonly namePrefix?: string;
}

/** Where a detection goes on AWS, beside its log group. */
export interface CloudWatchPlacement extends NamingProps {
  /**
   * Additional log groups of trails, whose events count together with those of `logGroupName`, keyed by a short, stable
   * name used in resource ids; the log groups may be tokens.
   * @default - none
   */
  readonly furtherLogGroups?: Record<string, string>;
  /**
   * Log groups that hold the raw events of other log sources than CloudTrail, one JSON object each, by log
   * source: `{ "kubernetes/audit": "/aws/eks/prod/cluster" }`; the log groups may be tokens.
   * @default - rules of other log sources are not applicable on AWS
   */
  readonly logGroupNames?: Record<string, string>;
  /**
   * Namespace of the metric.
   * @default "Detections"
   */
  readonly metricNamespace?: string;
  /**
   * Tags of the alarm, beside those that say which rule it is; at most 40.
   * @default - only the detection's own
   */
  readonly tags?: Record<string, string>;
}

/** What rules are loaded with. */
export interface PlaceholderProps {
  /**
   * Values of `%placeholders%`. Plain values only: rules are compiled at synthesis.
   * @default - none: a rule that has one is refused
   */
  readonly placeholders?: Record<string, string[]>;
  /**
   * The tables of Sentinel that rules without a word on it read, by log source:
   * `{ "okta/okta": "Okta_CL" }`, or with commas several of those that are read together; those that there
   * are stand in docs/log-sources.md. Plain values only.
   * @default - those that docs/log-sources.md says of each log source
   */
  readonly sentinelTables?: Record<string, string>;
}

const isString = (value: unknown) => typeof value === "string";

export const NAMING_TYPES: PropTypes<NamingProps> = {
  // The characters of a name have a check of their own.
  namePrefix: { allowed: "a string", fits: isString, acceptsTokens: true },
};

export const CLOUDWATCH_PLACEMENT_TYPES: PropTypes<CloudWatchPlacement> = {
  ...NAMING_TYPES,
  metricNamespace: { allowed: "a string", fits: orToken(isString), acceptsTokens: true },
  furtherLogGroups: NAME_BY_KEY,
  logGroupNames: NAME_BY_KEY,
  tags: TAGS,
};

export const PLACEHOLDER_TYPES: PropTypes<PlaceholderProps> = {
  placeholders: {
    allowed: "an object of lists of strings",
    fits: isMapOf((value) => Array.isArray(value) && value.every(isString)),
    acceptsTokens: true,
  },
  sentinelTables: {
    allowed:
      'an object of tables by log source, as docs/log-sources.md lists them: `{ "okta/okta": "Okta_CL" }`',
    fits: (value) =>
      isMapOf(orToken(isString))(value) && Object.entries(value ?? {}).every(isTableOf),
    acceptsTokens: true,
  },
};

/** Whether a log source lies in a table. What is known too late is refused where rules are loaded. */
function isTableOf([logSource, tables]: readonly [string, unknown]): boolean {
  const found = LOG_SOURCES.find((each) => logSourceText(each) === logSource);
  const names = found?.sentinel.tables.map(({ name }) => name) ?? [];
  return orToken((written) => tableNames(String(written)).every((name) => names.includes(name)))(
    tables,
  );
}
