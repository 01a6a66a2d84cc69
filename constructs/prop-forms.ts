import { TerraformProvider, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";

import { nearest } from "../compiler/core/suggest";
import { isAcceptance, LOSING_TARGETS } from "../compiler/rule/acceptance";
import { isArmBaseUrl, isPagesUrl } from "../review/publish-address";
import type { AlarmTopicProps } from "./alarm-topic";
import { areKnown } from "./arguments";
import type { CloudWatchDetectionProps } from "./cloudwatch-detection";
import type { DetectionProps } from "./detection";
import type { DetectionOverrides, DetectionPackProps } from "./detection-pack";
import type { DetectionReviewProps } from "./detection-review";
import { IMPORTABLE } from "./import-block";
import { messages } from "./messages";
import type { LogGroupQuotaProps, WorkspaceQuotaProps } from "./quotas";
import { registerOf } from "./register";
import type { DetectionSettings, SingleRuleSettings } from "./rule-settings";
import type { SentinelDetectionProps } from "./sentinel-detection";

/*
 * What the types say of props, once more when they are given: nothing else tells who writes JavaScript,
 * or hands on what an environment variable holds.
 */

/** What a prop may be. */
interface Form {
  /** In words. */
  readonly allowed: string;
  readonly fits: (value: unknown, scope: Construct) => boolean;
  /** Whether a value that only Terraform will know is taken, or is told of where the prop is used. */
  readonly late?: true;
  readonly required?: true;
  /** Whether it is one value and no list, where `fits` leaves that to whoever uses it. */
  readonly single?: true;
}

type Forms<Props> = Readonly<Record<keyof Props, Form>>;

const isText = (value: unknown) => typeof value === "string" && value !== "";
type Fits = (value: unknown) => boolean;
const orToken = (fits: Fits) => (value: unknown) => Token.isUnresolved(value) || fits(value);
const orNothing = (fits: Fits) => (value: unknown) => value === undefined || fits(value);
/** A list whose members fit; whether they may be tokens, `late` says. */
const isTexts = (value: unknown) => Array.isArray(value) && value.every(orToken(isText));
/** An object whose members fit. One that Terraform will know has no names yet. */
const isMapOf = (fits: Fits) => (value: unknown) =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !Token.isUnresolved(value) &&
  Object.values(value).every(fits);

const TEXT = { allowed: "text that is not empty", fits: isText };
const FOLDER = {
  allowed: "a folder inside that of the app's output",
  fits: (value: unknown) => isText(value) && !String(value).split(/[\\/]/).includes(".."),
};
const ARM_BASE_URL = {
  allowed: "an address that Azure reaches, https://…",
  fits: (value: unknown) => typeof value === "string" && isArmBaseUrl(value),
};
const PAGES_URL = {
  allowed: "an address, https://…",
  fits: (value: unknown) => typeof value === "string" && isPagesUrl(value),
};
const TEXTS = { allowed: "a list of non-empty strings", fits: isTexts };
const FLAG = { allowed: "`true` or `false`", fits: (value: unknown) => typeof value === "boolean" };
const NAME = { ...TEXT, fits: orToken(isText), late: true } as const;
const NAMES = { ...TEXTS, fits: orToken(isTexts), late: true } as const;
const NAME_BY_KEY = {
  allowed: "an object of non-empty strings",
  fits: isMapOf(orToken(isText)),
  late: true,
} as const;
const NAMES_BY_KEY = {
  allowed: "an object of lists of texts",
  fits: isMapOf(orNothing(orToken(isTexts))),
  late: true,
} as const;
const TAGS = {
  allowed: "an object of texts",
  fits: orToken(isMapOf(orNothing(orToken((value) => typeof value === "string")))),
  late: true,
} as const;
/** Terraform knows the providers of one stack only. */
const providerOf = (type: "aws" | "azurerm"): Form => ({
  allowed: `a provider \`${type}\` of the construct's own stack`,
  fits: (value, scope) =>
    TerraformProvider.isTerraformProvider(value) &&
    value.terraformResourceType === type &&
    TerraformStack.of(value) === TerraformStack.of(scope),
  late: true,
});
/** What is checked where it is used, with the words that a rule's file gets. */
const AS_USED = { allowed: "", fits: () => true, late: true, single: true } as const;

const KINDS = IMPORTABLE.map((kind) => `\`${kind}\``).join(", ");
const isImportable = (value: unknown) => IMPORTABLE.some((kind) => kind === value);

const SETTINGS: Forms<DetectionSettings> = {
  accept: {
    allowed: `\`wider\`, or by cloud (${LOSING_TARGETS.join(", ")}) \`wider\` or a list of codes of what may be left out there`,
    fits: isAcceptance,
  },
  shadow: FLAG,
  level: AS_USED,
  queryFrequency: AS_USED,
  queryPeriod: AS_USED,
  triggerThreshold: AS_USED,
  runbook: AS_USED,
  regex: FLAG,
  alarmActions: NAMES,
  okActions: NAMES,
  savedQuery: FLAG,
  enabled: AS_USED,
  createIncidents: AS_USED,
  incidentGrouping: AS_USED,
  incidentLookback: AS_USED,
  reopenClosedIncidents: AS_USED,
  importExisting: {
    allowed: `a list of ${KINDS}`,
    fits: (value) => Array.isArray(value) && value.every(isImportable),
  },
};
const SINGLE: Forms<SingleRuleSettings> = {
  resourceNames: {
    allowed: `an object of texts under ${KINDS}`,
    fits: (value) =>
      isMapOf(orNothing(isText))(value) && Object.keys(value as object).every(isImportable),
  },
};
const RULE = {
  rule: {
    allowed: "the path of a file, YAML text or an object",
    fits: (value: unknown) => ["string", "object"].includes(typeof value),
    late: true,
    required: true,
  },
  placeholders: {
    allowed: "an object of lists of texts",
    fits: isMapOf((value) => Array.isArray(value) && value.every((one) => typeof one === "string")),
    late: true,
  },
} as const;
const PLACEMENT = {
  // The characters of a name have a check of their own.
  namePrefix: { allowed: "text", fits: (value: unknown) => typeof value === "string", late: true },
  metricNamespace: {
    allowed: "text",
    fits: orToken((value) => typeof value === "string"),
    late: true,
  },
  furtherLogGroups: NAME_BY_KEY,
  tags: TAGS,
} as const;
const PLACES = {
  ...PLACEMENT,
  logGroupName: NAME,
  workspaceId: NAME,
  furtherWorkspaces: NAME_BY_KEY,
  awsProvider: providerOf("aws"),
  azurermProvider: providerOf("azurerm"),
} as const;

/** The props of each construct. */
export const FORMS: {
  readonly cloudwatch: Forms<CloudWatchDetectionProps>;
  readonly sentinel: Forms<SentinelDetectionProps>;
  readonly detection: Forms<DetectionProps>;
  readonly pack: Forms<DetectionPackProps>;
  readonly overrides: Forms<DetectionOverrides>;
  readonly topic: Forms<AlarmTopicProps>;
  readonly logGroupQuota: Forms<LogGroupQuotaProps>;
  readonly workspaceQuota: Forms<WorkspaceQuotaProps>;
  readonly review: Forms<DetectionReviewProps>;
} = {
  cloudwatch: {
    ...RULE,
    ...SETTINGS,
    ...SINGLE,
    ...PLACEMENT,
    logGroupName: { ...NAME, required: true },
    provider: providerOf("aws"),
  },
  sentinel: {
    ...RULE,
    ...SETTINGS,
    ...SINGLE,
    namePrefix: PLACEMENT.namePrefix,
    workspaceId: { ...NAME, required: true },
    provider: providerOf("azurerm"),
  },
  detection: { ...RULE, ...SETTINGS, ...SINGLE, ...PLACES },
  pack: {
    ...SETTINGS,
    ...PLACES,
    rules: {
      allowed: "a list of folders, files and YAML texts",
      fits: (value) => Array.isArray(value) && !value.includes(undefined),
      late: true,
      required: true,
    },
    placeholders: RULE.placeholders,
    alarmActionsByLevel: NAMES_BY_KEY,
    okActionsByLevel: NAMES_BY_KEY,
    overrides: {
      allowed: "an object of objects, by rule id",
      fits: isMapOf(orNothing(isMapOf(() => true))),
      late: true,
    },
    includeIds: TEXTS,
    includeTags: TEXTS,
    includeLevels: TEXTS,
    includeStatuses: TEXTS,
    includePaths: TEXTS,
    excludeIds: TEXTS,
    excludeTags: TEXTS,
    excludeLevels: TEXTS,
    excludeStatuses: TEXTS,
    excludePaths: TEXTS,
  },
  overrides: { ...SETTINGS, ...SINGLE, targets: TEXTS },
  topic: { topicName: NAME, kmsKeyArn: NAME, tags: TAGS, provider: providerOf("aws") },
  logGroupQuota: {
    logGroupName: { ...NAME, required: true },
    metricFilters: AS_USED,
    regexes: AS_USED,
    provider: providerOf("aws"),
  },
  workspaceQuota: {
    workspaceId: { ...NAME, required: true },
    scheduledRules: AS_USED,
    nrtRules: AS_USED,
    scheduledRulesMax: AS_USED,
  },
  review: { folder: FOLDER, title: TEXT, armBaseUrl: ARM_BASE_URL, pagesUrl: PAGES_URL },
};

/**
 * Whether props have the forms that the types say; reports those that have not. A prop that there is not
 * is someone's own, who extends the construct, unless it is near one that is not given.
 */
export function areFormed<Props extends object>(
  scope: Construct,
  props: Props,
  forms: Readonly<Record<string, Form>>,
  within = "",
): boolean {
  const valueOf = (prop: string): unknown => Reflect.get(props, prop);
  const missing = Object.keys(forms).filter((prop) => valueOf(prop) === undefined);
  const wrong = Object.entries(forms).flatMap(([prop, form]) => {
    const value = valueOf(prop);
    if (value === undefined && form.required !== true) return [];
    if (form.late !== true && !areKnown(scope, { [within + prop]: value })) return [prop];
    if (form.fits(value, scope)) return [];
    registerOf(scope).report(scope, messages.propNotAllowed(within + prop, value, form.allowed));
    return [prop];
  });
  const misspelt = Object.keys(props).filter((prop) => {
    const known = Object.hasOwn(forms, prop) || valueOf(prop) === undefined;
    if (known) return false;
    const near = nearest(prop, missing);
    const isList = Array.isArray(valueOf(prop));
    const takesIt = (each: string) => !isList || forms[each]?.single !== true;
    const chosen = `include${prop.charAt(0).toUpperCase()}${prop.slice(1)}`;
    const meant = [chosen, near].find(
      (each) => each !== undefined && missing.includes(each) && takesIt(each),
    );
    if (meant === undefined && near === undefined) return false;
    const message = messages.propUnknown(within + prop, meant, near);
    registerOf(scope).report(scope, message);
    return true;
  });
  return wrong.length === 0 && misspelt.length === 0;
}
