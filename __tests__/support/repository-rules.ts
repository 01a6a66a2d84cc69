import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";

import { Diagnostics } from "../../compiler/core/diagnostic";
import { loadPlaceholders, PLACEHOLDERS_FILE } from "../../compiler/rule-set/load-placeholders";
import type { Placeholders } from "../../compiler/sigma/placeholders";

const ROOT = resolve(__dirname, "../..");

/** The folder of the rules that are deployed: this project's own, and those of who has cloned it. */
export const RULES = join(ROOT, "rules");

/** The files of the rules that this project ships. What tests say of them says nothing of anybody else's. */
export const SHIPPED: readonly string[] = [
  "aws/iam/aws-iam-access-key-created.yml",
  "aws/iam/aws-iam-backdoor-user-keys.yml",
].map((path) => join(RULES, path));

/** The values that the app deploys rules with; none where there is no file of them. */
export function repositoryPlaceholders(diagnostics = new Diagnostics()): Placeholders {
  const path = join(ROOT, PLACEHOLDERS_FILE);
  return existsSync(path) ? loadPlaceholders(path, diagnostics) : {};
}

/** Copies the shipped rules to a folder, without what stands beside them in this clone. */
export function copyShipped(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const path of SHIPPED) copyFileSync(path, join(folder, basename(path)));
  return folder;
}
