import type { CompiledRule, CompileOptions } from "../compiler/compile";
import type { Diagnostics } from "../compiler/core/diagnostic";
import type { ResolvedRule } from "../compiler/ir/rule";
import type { PriceTable } from "./budgets/prices";
import type { Budget, UsedElsewhere } from "./budgets/quotas";
import type { DeployedRule } from "./deployments";

/** A loaded rule, and how it is deployed where that is not the same for all of them. */
export interface ReviewRule extends CompileOptions {
  readonly detection: ResolvedRule;
  /**
   * What each target makes of it, where that is known.
   * @default - it is compiled
   */
  readonly compiled?: CompiledRule["compiled"];
  /** Whether it is deployed so that it pages nobody. @default false */
  readonly shadow?: boolean | undefined;
  /**
   * Every place that an app deploys it to, with the rule as it is there.
   * @default - no app is asked: the review tells what each cloud would be given
   */
  readonly deployed?: readonly DeployedRule[];
}

export interface ReviewOptions extends CompileOptions {
  /** @default "Detection review" */
  readonly title?: string;
  /** US dollars a month. @default DEFAULT_PRICES */
  readonly prices?: PriceTable;
  /** What already uses the quotas of the log group and the workspace. @default - not known */
  readonly usedElsewhere?: UsedElsewhere;
  /**
   * What is taken of the quotas that rules share, where that is known.
   * @default - reckoned as if all rules were deployed to one log group and one workspace
   */
  readonly budgets?: readonly Budget[];
  /** Ids of the ATT&CK techniques that should be covered. @default - none */
  readonly targetTechniques?: readonly string[];
  /**
   * What loading the rules reported, which the index lists; what is wrong with the files of tests beside
   * them is added.
   * @default - nothing is listed but the latter
   */
  readonly diagnostics?: Diagnostics;
}

export interface PublishOptions {
  /**
   * Address that the review's `rules` folder will have. Azure deploys a template only from an address
   * that it can reach.
   * @default - no link to deploy
   */
  readonly armBaseUrl?: string;
  /**
   * Address that the review's folder will have, for the links of `index.md` where it becomes a comment.
   * @default - they lead to the Markdown beside it
   */
  readonly pagesUrl?: string;
}

/** A file of the review: its path inside the folder, with forward slashes, and its text. */
export interface ReviewFile {
  readonly path: string;
  readonly text: string;
}
