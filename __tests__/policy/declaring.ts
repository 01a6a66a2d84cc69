import { Diagnostics } from "../../compiler/core/diagnostic";
import type { JsonObject } from "../../compiler/core/json";
import { checkPolicies, NO_SETTINGS, type PolicySettings } from "../../policy/check";
import { declaredBy } from "../../policy/declared";
import { POLICY_IDS } from "../../policy/policies/policies";
import { readTerraform } from "../../policy/read/read-terraform";

/** Terraform's JSON as it is read, each text as a folder of its own. */
export function declared(...jsons: readonly JsonObject[]) {
  return declaredBy(
    jsons.map((json, index) => {
      const diagnostics = new Diagnostics();
      const source = { path: `stack${index}/cdk.tf.json`, text: JSON.stringify(json, null, 2) };
      const read = readTerraform(source, `stack${index}`, diagnostics);
      if (read === undefined) throw new Error(diagnostics.all.map(({ message }) => message).join());
      return read;
    }),
  );
}

/** Every policy as an error. */
export const ALL_ERRORS: PolicySettings = {
  ...NO_SETTINGS,
  levels: Object.fromEntries(POLICY_IDS.map((id) => [id, "error"])),
};

/** What each policy says of each resource that it looked at. */
export function judgements(settings: PolicySettings, ...jsons: readonly JsonObject[]) {
  return checkPolicies(declared(...jsons), settings).flatMap(({ policy, judged }) =>
    judged.map(({ resource, judgement, exception }) => ({
      policy: policy.id,
      address: resource.address,
      kind: exception === undefined ? judgement.kind : "excused",
      message: judgement.kind === "found" ? judgement.message : undefined,
      at: judgement.kind === "fine" ? undefined : judgement.at,
    })),
  );
}

/** What one policy says, as `address kind`. */
export function saidBy(policy: string, ...jsons: readonly JsonObject[]): readonly string[] {
  return judgements(ALL_ERRORS, ...jsons)
    .filter((each) => each.policy === policy)
    .map(({ address, kind }) => `${address.replace(/^(?!module\.)\w+\./, "")} ${kind}`);
}
