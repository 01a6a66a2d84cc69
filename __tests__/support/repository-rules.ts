import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";

import { Diagnostics } from "../../compiler/core/diagnostic";
import { ruleFiles } from "../../compiler/load/rule-files";
import { packsUnder } from "../../compiler/load/rule-packs";
import { loadPlaceholders, PLACEHOLDERS_FILE } from "../../compiler/rule-set/load-placeholders";
import { loadRules } from "../../compiler/rule-set/load-rules";
import type { Placeholders } from "../../compiler/sigma/placeholders";

const ROOT = resolve(__dirname, "../..");

/** The folder of all rules: the packs of this project, and the rules of who has cloned it. */
export const RULES = join(ROOT, "rules");

/** The rules that are deployed unless other packs are named. */
export const STARTER: readonly string[] = ruleFiles(join(RULES, "starter"));

/** The ids of the rules of `starter`, sorted; of those alone that read a log of this product. */
export function starterIds(product?: string): readonly string[] {
  return loadRules(STARTER, new Diagnostics())
    .filter(
      ({ detection: { matches } }) =>
        product === undefined ||
        (matches.kind === "expression" && matches.logSource.product === product),
    )
    .map(({ detection }) => detection.id ?? "")
    .sort();
}

/** The files of the rules that this project ships. What tests say of them says nothing of anybody else's. */
export const SHIPPED: readonly string[] = packsUnder(RULES).flatMap((pack) =>
  ruleFiles(join(RULES, pack)),
);

/** What the app deploys where it is told nothing: `starter`, and the rules of who has cloned it. */
export const DEPLOYED: readonly string[] = ruleFiles(RULES).filter(
  (path) => STARTER.includes(path) || !SHIPPED.includes(path),
);

/** The values that the app deploys rules with; none where there is no file of them. */
export function repositoryPlaceholders(diagnostics = new Diagnostics()): Placeholders {
  const path = join(ROOT, PLACEHOLDERS_FILE);
  return existsSync(path) ? loadPlaceholders(path, diagnostics) : {};
}

/** The two rules that most tests speak of: one exact on both clouds, one wider on CloudWatch. */
export const SEEDS: readonly string[] = [
  "aws-iam-access-key-created.yml",
  "aws-iam-backdoor-user-keys.yml",
].map((name) => join(RULES, "starter", name));

/** Copies the seeds to a folder, without what stands beside them in this clone. */
export function copySeeds(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const path of SEEDS) copyFileSync(path, join(folder, basename(path)));
  return folder;
}
