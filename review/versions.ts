import type { CompiledRule, CompileOptions, Outputs } from "../compiler/compile";
import type { AlertingTarget, Cloud, Compiled, Verdict } from "../compiler/targets/verdict";
import type { DeployedRule } from "./deployments";

/** What one cloud is given of a rule, and which of its deployments get it. */
export interface Version<C extends AlertingTarget> {
  readonly compiled: Compiled<Outputs[C]>;
  /** Paths of their constructs. */
  readonly constructs: readonly string[];
}

/** The least faithful first: it is what has to be decided on. */
const RANK: readonly (Verdict | null)[] = [
  "unsupported",
  "wider",
  "as-written",
  "exact",
  "not-applicable",
  null,
];

/** The different texts of a rule on a cloud: placeholders, levels and what is accepted may differ by place. */
export function versionsOf<C extends AlertingTarget>(
  cloud: C,
  deployed: readonly DeployedRule[],
): readonly Version<C>[] {
  const versions = new Map<string, { compiled: Compiled<Outputs[C]>; constructs: string[] }>();
  for (const { deployment, accept, regex, auditor, ...rule } of deployed) {
    if (deployment.cloud !== cloud) continue;
    const compiled = rule.compiled(cloud, { accept, regex, auditor });
    const key = JSON.stringify([compiled.verdict, compiled.reasons, compiled.output]);
    const known = versions.get(key) ?? { compiled, constructs: [] };
    known.constructs.push(deployment.construct);
    versions.set(key, known);
  }
  const rank = ({ compiled }: Version<C>) => RANK.indexOf(compiled.verdict);
  return [...versions.values()].sort((a, b) => rank(a) - rank(b));
}

/** A rule with what its versions hang on. */
export interface Given extends CompiledRule, CompileOptions {
  readonly deployed?: readonly DeployedRule[] | undefined;
}

/**
 * What a cloud is given of a rule: the least faithful version, and the others. `clouds`: those that the
 * app deploys to.
 */
export function onCloud<C extends Cloud>(
  cloud: C,
  { deployed, accept, regex, auditor, ...rule }: Given,
  clouds: ReadonlySet<AlertingTarget>,
): { readonly compiled: Compiled<Outputs[C]>; readonly others: readonly Version<C>[] } {
  const [first, ...others] = versionsOf(cloud, deployed ?? []);
  if (first !== undefined) return { compiled: first.compiled, others };
  const compiled = rule.compiled(cloud, { accept, regex, auditor });
  const told =
    deployed === undefined || (compiled.verdict === "not-applicable" && clouds.has(cloud));
  return { compiled: told ? compiled : notDeployed(cloud), others };
}

/** Of a rule that an app could deploy to a cloud, and does not. */
export function notDeployed<C extends Cloud>(cloud: C): Compiled<Outputs[C]> {
  return { target: cloud, verdict: null, reasons: [], assumptions: [], output: null };
}
