import { existsSync } from "node:fs";
import { basename, relative, resolve } from "node:path";
import type { Construct } from "constructs";

import type { CompiledRule } from "../../compiler/compile";
import { Diagnostics } from "../../compiler/core/diagnostic";
import { ruleFiles } from "../../compiler/load/rule-files";
import { hasNoTokens } from "../props/checks";
import { omitUndefined } from "../props/omit-undefined";
import { overridesById, type DetectionOverrides } from "../props/overrides";
import type { CloudWatchPlacement, PlaceholderProps } from "../props/placement";
import { checkSettings, replacedKeys } from "../props/replaced-keys";
import {
  checkIds,
  checkSelection,
  isUnder,
  SELECTION_TYPES,
  type PackFile,
  type RuleSelection,
} from "../props/rule-selection";
import type { DetectionSettings } from "../props/settings";
import { report, reportDiagnostics } from "./app-diagnostics";
import { messages } from "./messages";
import { resolvedOnce, type PackRequest } from "./resolve-pack";
import { warnUnalerting } from "./unalerting-rules";

/** What a pack says of which rules it has. */
export interface PackRulesProps
  extends
    DetectionSettings,
    RuleSelection,
    PlaceholderProps,
    Pick<CloudWatchPlacement, "logGroupNames"> {
  readonly rules: string[];
  readonly overrides?: Record<string, DetectionOverrides>;
}

/**
 * The rules of a pack that are chosen, with what the pack says in place of their files. What is wrong
 * with a rule that is left out keeps nothing from being deployed.
 */
export function packRules(scope: Construct, props: PackRulesProps): readonly CompiledRule[] {
  const { rules: inputs, placeholders, sentinelTables, logGroupNames, excludePaths = [] } = props;
  if (!hasNoTokens(scope, { rules: inputs, placeholders, sentinelTables })) return [];
  const files = filesOf(scope, inputs);
  const overrides = overridesById(props.overrides);
  checkOnce(scope, props);
  const diagnostics = new Diagnostics();
  const pack = resolvedOnce(scope, {
    files: files.filter((file) => !excludePaths.some((folder) => isUnder(file, folder))),
    placeholders,
    sentinelTables,
    logGroupNames,
    selection: selectionOf(props),
    ...keysOfRules(scope, props, diagnostics),
  });
  checkSelection(scope, props, pack.heads, files);
  checkIds(scope, "overrides", [...overrides.keys()], pack.heads);
  diagnostics.addAll(pack.diagnostics);
  reportDiagnostics(scope, diagnostics);
  warnUnalerting(scope, props, pack);
  return pack.alerting;
}

/** Reports ids that differ in nothing but case: one of them would be lost. */
function checkOnce(scope: Construct, { overrides = {} }: PackRulesProps): void {
  const ids = Object.keys(omitUndefined(overrides)).map((id) => id.toLowerCase());
  for (const id of new Set(ids.filter((each, index) => ids.indexOf(each) < index))) {
    report(scope, messages.overriddenTwice(id));
  }
}

function selectionOf(props: RuleSelection): RuleSelection {
  const names = Object.keys(SELECTION_TYPES);
  return Object.fromEntries(Object.entries(props).filter(([name]) => names.includes(name)));
}

/** The files of a pack, each once, with all the ways in which the pack leads to it. */
function filesOf(scope: Construct, rules: readonly string[]): readonly PackFile[] {
  const files = new Map<string, PackFile>();
  for (const input of rules) {
    // What is not there is a text, or is reported when it is read.
    if (!existsSync(input)) {
      files.set(input, { input, within: [] });
      continue;
    }
    const found = ruleFiles(input);
    if (found.length === 0) report(scope, messages.noRules(input));
    for (const path of found) {
      const file = files.get(resolve(path)) ?? { input: path, within: [] };
      const within = (relative(input, path) || basename(path)).replaceAll("\\", "/");
      files.set(resolve(path), { ...file, within: [...file.within, within] });
    }
  }
  return [...files.values()];
}

/** What the pack says in place of a rule's file, of all rules and of single ones. */
function keysOfRules(
  scope: Construct,
  props: PackRulesProps,
  diagnostics: Diagnostics,
): Pick<PackRequest, "keys" | "keysById" | "levels"> {
  const { path } = scope.node;
  const forAll = checkSettings(scope, props, path, diagnostics) ? props : {};
  const singles = [...overridesById(props.overrides)].map(([id, own]) => {
    const right = checkSettings(scope, own, `${path} overrides ${id}`, diagnostics);
    return [id, right ? own : {}] as const;
  });
  return {
    keys: replacedKeys(forAll),
    keysById: Object.fromEntries(
      singles.map(([id, own]) => [id, replacedKeys({ ...forAll, ...own })]),
    ),
    levels: Object.fromEntries(
      singles.flatMap(([id, { level }]) => (level === undefined ? [] : [[id, level]])),
    ),
  };
}
