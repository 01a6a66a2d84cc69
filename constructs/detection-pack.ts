import { Annotations } from "cdktf";
import { Construct } from "constructs";

import type { CompiledRule } from "../compiler/compile";
import { levelOf } from "../compiler/rule/level";
import { LEVELS } from "../compiler/rule/schema";
import { summarise } from "../compiler/run/summary";
import { CLOUDS } from "../compiler/targets/verdict";
import { diagnosticsOf, report } from "./app/app-diagnostics";
import { deployedWayOf } from "./app/aws-way";
import { checkPlaces, DetectionResources, goesToEventBus } from "./app/detection-resources";
import { messages } from "./app/messages";
import { packRules } from "./app/pack-rules";
import type { Detection } from "./detection";
import { EventDelivery } from "./event-delivery";
import { AWS_TARGET, type EventDeliveryPlaces } from "./props/event-bridge";
import { DETECTION_PLACEMENT_TYPES, type DetectionPlacement } from "./props/detection-placement";
import { failureActionsOf } from "./props/message-topics";
import { omitUndefined } from "./props/omit-undefined";
import { OVERRIDES_TYPES, overridesById, type DetectionOverrides } from "./props/overrides";
import { PLACEHOLDER_TYPES, type PlaceholderProps } from "./props/placement";
import { isMapOf, NAMES_BY_KEY, orUndefined, type PropTypes } from "./props/prop-types";
import { SELECTION_TYPES, type RuleSelection } from "./props/rule-selection";
import { SETTINGS_TYPES, type DetectionSettings } from "./props/settings";
import { validateProps } from "./props/validate-props";

export interface DetectionPackProps
  extends DetectionPlacement, DetectionSettings, RuleSelection, PlaceholderProps {
  /** Folders and files of rules, or their YAML texts. Rules may refer to each other across all of them. */
  readonly rules: string[];
  /**
   * ARNs to notify when an alarm of a level goes to ALARM, by level, in place of `alarmActions`.
   * @default - `alarmActions` for every level
   */
  readonly alarmActionsByLevel?: Record<string, string[]>;
  /**
   * ARNs to notify when an alarm of a level goes back to OK, by level, in place of `okActions`.
   * @default - `okActions` for every level
   */
  readonly okActionsByLevel?: Record<string, string[]>;
  /**
   * The way of a level's rules on AWS, by level, in place of `awsTarget`.
   * @default - `awsTarget` for every level
   */
  readonly awsTargetByLevel?: Record<string, "cloudwatch" | "eventbridge" | "exact-first">;
  /**
   * What is different for single rules, by rule id; wins over what is said for all.
   * @default - nothing
   */
  readonly overrides?: Record<string, DetectionOverrides>;
}

const DETECTION_PACK_TYPES: PropTypes<DetectionPackProps> = {
  ...SETTINGS_TYPES,
  ...DETECTION_PLACEMENT_TYPES,
  ...SELECTION_TYPES,
  ...PLACEHOLDER_TYPES,
  rules: {
    allowed: "a list of folders, files and YAML texts",
    fits: (value) => Array.isArray(value) && !value.includes(undefined),
    acceptsTokens: true,
    required: true,
  },
  alarmActionsByLevel: NAMES_BY_KEY,
  okActionsByLevel: NAMES_BY_KEY,
  awsTargetByLevel: {
    allowed: `an object by level of ${AWS_TARGET.allowed}`,
    fits: isMapOf(orUndefined(AWS_TARGET.fits)),
  },
  overrides: {
    allowed: "an object of objects, by rule id",
    fits: isMapOf(orUndefined(isMapOf(() => true))),
    acceptsTokens: true,
  },
};

/**
 * A set of rules as detections, one child a rule, under the rule's id: moving or renaming a file changes
 * nothing of what is deployed. Everything wrong with any rule is reported in one run.
 */
export class DetectionPack extends Construct {
  /** In the order of the rules' files. */
  public readonly detections: Detection[] = [];
  private readonly deployed: readonly Deployed[] = [];

  constructor(scope: Construct, id: string, props: DetectionPackProps) {
    super(scope, id);
    diagnosticsOf(this).validateStackOf(this);
    if (!this.isValid(props)) return;
    this.checkWords(props);
    const rules = packRules(this, props);
    if (rules.length === 0) {
      Annotations.of(this).addWarning("no rule is chosen: the pack deploys nothing");
    }
    const overrides = overridesById(props.overrides);
    this.deployed = rules.map((rule) => ({
      rule,
      settings: settingsOf(rule, overrides.get(rule.detection.id ?? ""), props),
    }));
    const { logGroupName, furtherLogGroups, logGroupNames, ...elsewhere } = props;
    const { workspaceId, furtherWorkspaces, ...common } = elsewhere;
    const places = {
      cloudwatch: omitUndefined({ logGroupName, furtherLogGroups, logGroupNames }),
      sentinel: omitUndefined({ workspaceId, furtherWorkspaces }),
    };
    const eventDelivery = this.deliveryFor(props);
    this.detections = this.deployed.map(({ rule, settings }) => {
      const { targets = TARGETS } = settings;
      const deployment = {
        ...common,
        ...(eventDelivery === undefined ? {} : { eventDelivery }),
        ...(targets.includes("cloudwatch") ? places.cloudwatch : {}),
        ...(targets.includes("sentinel") ? places.sentinel : {}),
        ...settings,
      };
      const { id: ruleId, title } = rule.detection;
      return new DetectionResources(this, ruleId ?? title, deployment, (self) => {
        checkPlaces(self, deployment);
        return rule;
      });
    });
  }

  /** What the rules that go to an event bus share; undefined where there are none. */
  private deliveryFor(props: DetectionPackProps): EventDeliveryPlaces | undefined {
    const { namePrefix, tags, awsProvider, eventDelivery } = props;
    const onBus = this.deployed.flatMap(({ rule, settings: { targets = TARGETS, ...own } }) => {
      const settings = { ...props, ...own };
      const isOnBus = deployedWayOf(rule, settings) === "eventbridge" && goesToEventBus(settings);
      return isOnBus && targets.includes("cloudwatch") ? [settings] : [];
    });
    if (eventDelivery !== undefined || onBus.length === 0) return eventDelivery;
    // Where the pack names nobody, those whom its rules tell.
    const alarmActions = [props, ...onBus].map(failureActionsOf).find((each) => each !== undefined);
    return new EventDelivery(this, "EventDelivery", {
      ...(namePrefix === undefined ? {} : { namePrefix }),
      ...(tags === undefined ? {} : { tags }),
      ...(alarmActions === undefined ? {} : { alarmActions }),
      ...(awsProvider === undefined ? {} : { provider: awsProvider }),
    });
  }

  /**
   * Each rule in words: its verdict on `cloudwatch` or `sentinel`, what alerts, what is not applied. Of
   * AWS, by the way that the rule takes there.
   */
  public summary(target: "cloudwatch" | "sentinel"): string {
    return this.deployed
      .filter(({ settings: { targets = TARGETS } }) => targets.includes(target))
      .map(({ rule, settings }) => {
        const way = target === "cloudwatch" ? deployedWayOf(rule, settings) : target;
        return summarise(rule, way, settings);
      })
      .join("\n");
  }

  /** Whether the props are of their types, those for single rules too. */
  private isValid(props: DetectionPackProps): boolean {
    if (!validateProps(this, props, DETECTION_PACK_TYPES)) return false;
    const singles = Object.entries(omitUndefined(props.overrides ?? {})).filter(
      ([id, own = {}]) => !validateProps(this, own, OVERRIDES_TYPES, `overrides.${id}.`),
    );
    return singles.length === 0;
  }

  /** Reports levels and clouds that there are none of. */
  private checkWords(props: DetectionPackProps): void {
    const check = (prop: string, found: readonly string[], allowed: readonly string[]) => {
      for (const word of found.filter((each) => !allowed.includes(each))) {
        report(this, messages.valueUnknown(prop, word, allowed));
      }
    };
    for (const prop of ["alarmActionsByLevel", "okActionsByLevel", "awsTargetByLevel"] as const) {
      check(prop, Object.keys(props[prop] ?? {}), LEVELS);
    }
    const singles = Object.values(omitUndefined(props.overrides ?? {}));
    check(
      "targets",
      singles.flatMap((own) => own?.targets ?? []),
      TARGETS,
    );
  }
}

const TARGETS: readonly string[] = CLOUDS;

interface Deployed {
  readonly rule: CompiledRule;
  readonly settings: DetectionOverrides;
}

/** What holds for a rule: what is said of it alone, then of its level, then of all. */
function settingsOf(
  { detection }: CompiledRule,
  own: DetectionOverrides | undefined,
  props: DetectionPackProps,
): DetectionOverrides {
  const level = levelOf(detection.document) ?? "";
  return omitUndefined({
    accept: props.accept,
    regex: props.regex,
    auditor: props.auditor,
    alarmActions: props.alarmActionsByLevel?.[level] ?? props.alarmActions,
    okActions: props.okActionsByLevel?.[level] ?? props.okActions,
    awsTarget: props.awsTargetByLevel?.[level] ?? props.awsTarget,
    importExisting: props.importExisting,
    ...own,
  });
}
