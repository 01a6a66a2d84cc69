import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import * as v from "valibot";

import { awsWayOf, compiledRule, type CompiledRule } from "../compiler/compile";
import { controlGroups, controlsOf } from "../compiler/controls/controls";
import { Diagnostics, formatDiagnostic } from "../compiler/core/diagnostic";
import { oneLine } from "../compiler/core/message";
import { PACK_FILE, packsUnder } from "../compiler/load/rule-packs";
import { ruleFiles } from "../compiler/load/rule-files";
import { loadPlaceholders, PLACEHOLDERS_FILE } from "../compiler/rule-set/load-placeholders";
import { loadRules } from "../compiler/rule-set/load-rules";
import { levelOf } from "../compiler/rule/level";
import { logGroupUsage } from "../compiler/targets/cloudwatch/log-group";
import { ALERTING, CLOUDS, TARGET_NAMES } from "../compiler/targets/verdict";
import { ruleAttack } from "../review/attack/rule-attack";
import { placeholdersOf } from "../review/conditions/placeholders";
import { row, table } from "./page-table";

const ROOT = join(__dirname, "..");
const RULES = join(ROOT, "rules");

const PackFile = v.strictObject({ title: v.string(), description: v.string() });

/** A pack with its rules, each of which compiles once. */
export interface ShippedPack extends v.InferOutput<typeof PackFile> {
  readonly name: string;
  readonly folder: string;
  readonly rules: readonly CompiledRule[];
}

/** The packs that this package ships, each rule with the values of the app's placeholders. */
export function shippedPacks(): readonly ShippedPack[] {
  const diagnostics = new Diagnostics();
  const placeholders = loadPlaceholders(join(ROOT, PLACEHOLDERS_FILE), diagnostics);
  const packs = packsUnder(RULES).map((name) => {
    const folder = join(RULES, name);
    const file: unknown = JSON.parse(readFileSync(join(folder, PACK_FILE), "utf8"));
    const rules = loadRules(ruleFiles(folder), diagnostics, { placeholders });
    return {
      ...v.parse(PackFile, file),
      name,
      folder,
      rules: rules.map(({ detection }) => compiledRule(detection)),
    };
  });
  const errors = diagnostics.all.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(formatDiagnostic).join("\n"));
  return packs;
}

/** The page of all packs in `rules/`. */
export function packsPage(packs: readonly ShippedPack[]): string {
  return [
    WRITTEN,
    "# Packs",
    "A pack is a folder of rules that one names. The app deploys `starter`, others where `DETECTION_PACKS` or the context `packs` of `cdktf.json` names them, and every rule that lies in no pack; a construct takes `packageRules(…)`.",
    table(
      ["pack", "rules", "what it is for"],
      packs.map(({ name, rules, description }) =>
        row(`[${name}](${name}/README.md)`, String(rules.length), description),
      ),
    ),
  ].join("\n\n");
}

/** The page of one pack, which lies beside its rules. */
export function packPage({ name, title, description, folder, rules }: ShippedPack): string {
  const fileOf = ({ detection }: CompiledRule) => relative(folder, detection.source.path);
  return [
    WRITTEN,
    `# ${title}`,
    description,
    `Deployed by the app with \`DETECTION_PACKS=${name}\`, and by a construct with \`rules: [packageRules("${name}")]\`. ${needs(rules)}`,
    table(
      ["rule", "level", ...ALERTING.map((target) => TARGET_NAMES[target]), "ATT&CK"],
      rules.map((rule) =>
        row(
          `[${rule.detection.title}](${fileOf(rule)})`,
          levelOf(rule.detection.document) ?? "none",
          ...ALERTING.map((target) => rule.compiled(target).verdict ?? ""),
          ruleAttack(rule.detection.document)
            .techniques.map(({ id }) => id)
            .join(", "),
        ),
      ),
    ),
    ...rules.flatMap((rule) => [`## ${rule.detection.title}`, ...saysOf(rule)]),
  ].join("\n\n");
}

const WRITTEN = "<!-- Written by `npm run docs`. -->";

/** What the rules take of a log group, which of them go by EventBridge, and the values they ask for. */
function needs(rules: readonly CompiledRule[]): string {
  const byEventBridge = rules.filter((rule) => awsWayOf(rule) === "eventbridge");
  const outputs = rules
    .filter((rule) => !byEventBridge.includes(rule))
    .flatMap((rule) => rule.compiled("cloudwatch").output ?? []);
  const { metricFilters, regexes } = logGroupUsage(outputs);
  const names = new Set(rules.flatMap(({ detection }) => placeholdersOf(detection)));
  const asked = [...names].sort().map((name) => `\`%${name}%\``);
  const values = asked.length === 0 ? "" : ` They ask for values of ${asked.join(", ")}.`;
  const ways =
    byEventBridge.length === 0
      ? ""
      : ` By EventBridge go: ${byEventBridge.map(({ detection }) => detection.title).join("; ")}.`;
  return `In one log group its rules take ${metricFilters.needs} of ${metricFilters.limit.value} metric filters and ${regexes.needs} of ${regexes.limit.value} regexes.${ways}${values}`;
}

/** What a rule sees, which controls it serves, and by what a cloud's version differs from it. */
function saysOf(rule: CompiledRule): readonly string[] {
  const { description } = rule.detection.document;
  const losses = CLOUDS.flatMap((cloud) =>
    rule
      .compiled(cloud)
      .reasons.map(({ message }) => `- Not applied on ${TARGET_NAMES[cloud]}: ${message}.`),
  );
  const controls = controlGroups(controlsOf(rule.detection.document.controls))
    .filter(({ by }) => by === undefined)
    .map(({ name, ids }) => `${name} ${ids.join(", ")}`);
  return [
    ...(description === undefined ? [] : [oneLine(description)]),
    ...(controls.length === 0 ? [] : [`Controls: ${controls.join("; ")}.`]),
    ...(losses.length === 0 ? [] : [losses.join("\n")]),
  ];
}
