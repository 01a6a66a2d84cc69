import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { Diagnostics } from "../../compiler/diagnostic";
import type { Detection } from "../../compiler/ir/detection";
import type { Json } from "../../compiler/json";
import { loadRule } from "../../compiler/load-rule";
import { ruleFiles } from "../../compiler/rule-files";
import { shared } from "./optional";

/** Every CloudTrail record of the reference data, with its file and line. */
export function recordedEvents(): readonly { readonly place: string; readonly event: Json }[] {
  const folder = shared("cloudtrail");
  // The other two files wrap the same records.
  const files = readdirSync(folder).filter(
    (name) => name.endsWith(".ndjson") && !/^(labelled|createaccesskey)/.test(name),
  );
  return files.flatMap((name) =>
    readFileSync(join(folder, name), "utf8")
      .split("\n")
      .flatMap((line, index) =>
        line === "" ? [] : [{ place: `${name}:${index + 1}`, event: JSON.parse(line) as Json }],
      ),
  );
}

/** The published AWS rules of the reference data, and ours. */
export function awsRules(): {
  readonly published: readonly Detection[];
  readonly ours: readonly Detection[];
} {
  return {
    published: ruleFiles(shared("sigma/rules/aws")).map(load),
    ours: ruleFiles(resolve(__dirname, "../../rules")).map(load),
  };
}

function load(path: string): Detection {
  const diagnostics = new Diagnostics();
  const detection = loadRule(path, diagnostics);
  if (detection === undefined) throw new Error(`${path}: ${JSON.stringify(diagnostics.all)}`);
  return detection;
}
