import { Annotations } from "cdktf";
import { Construct } from "constructs";

import { compiledRule, type CompiledRule } from "../compiler/compile";
import type { Detection as LoadedDetection } from "../compiler/ir/detection";
import { levelOf } from "../compiler/rule/level";
import { LEVELS } from "../compiler/rule/schema";
import { summarise } from "../compiler/run/summary";
import { CLOUDS } from "../compiler/targets/verdict";
import { asRule } from "./compiled-rule";
import { Detection, type DetectionPlacement } from "./detection";
import { given } from "./given";
import { messages } from "./messages";
import { overridesById, packRules } from "./pack-rules";
import { areFormed, FORMS } from "./prop-forms";
import { registerOf } from "./register";
import type { RuleSelection } from "./rule-selection";
import type { DetectionSettings, PlaceholderProps, SingleRuleSettings } from "./rule-settings";

/** What a pack says about one of its rules. */
export interface DetectionOverrides extends DetectionSettings, SingleRuleSettings {
  /**
   * Clouds that the rule goes to: `cloudwatch`, `sentinel`.
   * @default - those that the pack goes to
   */
  readonly targets?: string[];
}

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
   * What is different for single rules, by rule id; wins over what is said for all.
   * @default - nothing
   */
  readonly overrides?: Record<string, DetectionOverrides>;
}

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
    registerOf(this).watch(this);
    if (!this.isFormed(props)) return;
    this.checkWords(props);
    const rules = packRules(this, props);
    if (rules.length === 0) {
      Annotations.of(this).addWarning("no rule is chosen: the pack deploys nothing");
    }
    const overrides = overridesById(props);
    this.deployed = rules.map((detection) => ({
      rule: compiledRule(detection),
      settings: settingsOf(detection, overrides.get(detection.id ?? ""), props),
    }));
    const { logGroupName, furtherLogGroups, workspaceId, furtherWorkspaces, ...common } = props;
    const places = {
      cloudwatch: given({ logGroupName, furtherLogGroups }),
      sentinel: given({ workspaceId, furtherWorkspaces }),
    };
    this.detections = this.deployed.map(({ rule, settings }) => {
      const { targets = TARGETS } = settings;
      return new Detection(this, rule.detection.id ?? rule.detection.title, {
        ...common,
        ...(targets.includes("cloudwatch") ? places.cloudwatch : {}),
        ...(targets.includes("sentinel") ? places.sentinel : {}),
        ...settings,
        rule: asRule(rule),
      });
    });
  }

  /**
   * Each rule in words: its verdict on `cloudwatch` or `sentinel`, what alerts, what is not applied.
   */
  public summary(target: "cloudwatch" | "sentinel"): string {
    return this.deployed
      .filter(({ settings: { targets = TARGETS } }) => targets.includes(target))
      .map(({ rule, settings }) => summarise(rule, target, settings))
      .join("\n");
  }

  /** Whether the props have their forms, those for single rules too. */
  private isFormed(props: DetectionPackProps): boolean {
    if (!areFormed(this, props, FORMS.pack)) return false;
    const singles = Object.entries(given(props.overrides ?? {})).filter(
      ([id, own = {}]) => !areFormed(this, own, FORMS.overrides, `overrides.${id}.`),
    );
    return singles.length === 0;
  }

  /** Reports levels and clouds that there are none of. */
  private checkWords(props: DetectionPackProps): void {
    const check = (prop: string, found: readonly string[], allowed: readonly string[]) => {
      for (const word of found.filter((each) => !allowed.includes(each))) {
        registerOf(this).report(this, messages.valueUnknown(prop, word, allowed));
      }
    };
    for (const prop of ["alarmActionsByLevel", "okActionsByLevel"] as const) {
      check(prop, Object.keys(props[prop] ?? {}), LEVELS);
    }
    const singles = Object.values(given(props.overrides ?? {}));
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
  rule: LoadedDetection,
  own: DetectionOverrides | undefined,
  props: DetectionPackProps,
): DetectionOverrides {
  const level = levelOf(rule.document) ?? "";
  return given({
    accept: props.accept,
    regex: props.regex,
    alarmActions: props.alarmActionsByLevel?.[level] ?? props.alarmActions,
    okActions: props.okActionsByLevel?.[level] ?? props.okActions,
    importExisting: props.importExisting,
    ...own,
  });
}
