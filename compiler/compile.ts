import type { ResolvedRule } from "./ir/rule";
import type { AwsTarget } from "./rule/aws-target";
import { accepts, type Acceptance } from "./rule/acceptance";
import type { CloudWatchOptions } from "./targets/cloudwatch/compile";
import { TARGET_MODULES, type Outputs } from "./targets/registry";
import type { Compiled, Target } from "./targets/verdict";

export type { Outputs } from "./targets/registry";

export interface CompileOptions extends CloudWatchOptions {
  /**
   * Deploy also what matches more than the rule, beside what the rule itself accepts.
   * @default - what the rule's own `accept` says
   */
  readonly accept?: Acceptance | undefined;
}

/** A rule with what each target makes of it: compiled when it is first asked for, and once. */
export interface CompiledRule {
  readonly detection: ResolvedRule;
  /** The text to deploy, and how faithful it is. Never throws. */
  readonly compiled: <T extends Target>(
    target: T,
    options?: CompileOptions,
  ) => Compiled<Outputs[T]>;
}

/** The rule for every target; nothing is compiled yet. */
export function compiledRule(detection: ResolvedRule): CompiledRule {
  const variants = new Map<string, Made>();
  return {
    detection,
    compiled: (target, options = {}) => {
      const auditor = target === "cloudwatch" ? options.auditor : undefined;
      const variant = `${options.regex !== false} ${auditor ?? ""}`;
      const made = variants.get(variant) ?? {};
      const compiled = made[target] ?? TARGET_MODULES[target].compile(detection, options);
      variants.set(variant, { ...made, [target]: compiled });
      return accepted(detection, compiled, options);
    },
  };
}

/** What targets made of a rule so far. */
type Made = { readonly [T in Target]?: Compiled<Outputs[T]> };

/** lower → print, for one target: the text to deploy, and how faithful it is. Never throws for a rule. */
export function compile<T extends Target>(
  detection: ResolvedRule,
  target: T,
  options: CompileOptions = {},
): Compiled<Outputs[T]> {
  return compiledRule(detection).compiled(target, options);
}

/**
 * What a rule goes to on AWS: one of the two ways, so that nobody is told twice.
 * @param asked what is said where it is deployed, in place of the rule's own `awsTarget`
 */
export function awsWayOf(
  { detection, compiled }: CompiledRule,
  asked: AwsTarget = detection.document.awsTarget ?? "cloudwatch",
  options: CompileOptions = {},
): "cloudwatch" | "eventbridge" {
  if (asked !== "exact-first") return asked;
  if (compiled("cloudwatch", options).verdict === "exact") return "cloudwatch";
  return compiled("eventbridge").verdict === "exact" ? "eventbridge" : "cloudwatch";
}

/** Without its output, where a rule loses what nobody accepts. */
function accepted<Output>(
  detection: ResolvedRule,
  made: Compiled<Output>,
  options: CompileOptions,
): Compiled<Output> {
  if (made.verdict !== "wider") return made;
  const unaccepted = made.reasons.filter(
    ({ code }) =>
      !accepts(detection.document.accept, made.target, code) &&
      !accepts(options.accept, made.target, code),
  );
  return unaccepted.length === 0 ? made : { ...made, unaccepted, output: null };
}
