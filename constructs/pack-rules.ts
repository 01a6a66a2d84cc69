import { existsSync } from "node:fs";
import { basename, relative, resolve } from "node:path";
import type { Construct } from "constructs";

import { Diagnostics } from "../compiler/core/diagnostic";
import type { Detection } from "../compiler/ir/detection";
import { ruleFiles } from "../compiler/load/rule-files";
import { resolveSet } from "../compiler/rule-set/load-rules";
import { headOf, parseSet, withKeys, type SetDocument } from "../compiler/rule-set/rule-set";
import { ruleMessages } from "../compiler/rule/messages";
import type { ReplacedKeys } from "../compiler/rule/replaced-keys";
import { reportCredit } from "../compiler/targets/description";
import { areKnown } from "./arguments";
import { tell } from "./compiled-rule";
import type { DetectionOverrides, DetectionPackProps } from "./detection-pack";
import { given } from "./given";
import { messages } from "./messages";
import { registerOf } from "./register";
import { checkSettings, replacedKeys } from "./replaced-keys";
import { checkIds, checkSelection, isChosen, isUnder, type PackFile } from "./rule-selection";
import { tellSilentRules } from "./silent-rules";

/**
 * The rules of a pack that are chosen, with what the pack says in place of their files. What is wrong
 * with a rule that is left out keeps nothing from being deployed.
 */
export function packRules(scope: Construct, props: DetectionPackProps): readonly Detection[] {
  const { rules: inputs, placeholders, excludePaths = [] } = props;
  if (!areKnown(scope, { rules: inputs, placeholders })) return [];
  const diagnostics = new Diagnostics();
  const files = filesOf(scope, inputs);
  const read = files.filter((file) => !excludePaths.some((folder) => isUnder(file, folder)));
  const documents = parseSet(
    read.map(({ input }) => input),
    diagnostics,
  );
  const overrides = overridesById(props);
  checkOnce(scope, props);
  const heads = documents.map(headOf);
  checkSelection(scope, props, heads, files);
  checkIds(scope, "overrides", [...overrides.keys()], heads);
  const keysOf = keysOfRules(scope, props, diagnostics);
  const withinOf = new Map(read.map(({ input, within }) => [input, within]));
  const excluded = new Set<SetDocument>();
  const changed = documents.map((document) => {
    const head = headOf(document);
    const keys = head.kind === "filter" ? {} : keysOf(head.id);
    const after = Object.keys(keys).length > 0 ? withKeys(document, keys) : document;
    // What is said of all rules does not change which of them are chosen.
    const { level = head.level } = overrides.get(head.id ?? "") ?? {};
    const file = { input: document.input, within: withinOf.get(document.input) ?? [] };
    if (!isChosen({ ...head, level }, props, file)) excluded.add(after);
    return after;
  });
  const rules = resolveSet(changed, diagnostics, { placeholders }, excluded);
  for (const { detection } of rules) {
    reportCredit(detection, diagnostics);
    if (detection.id === undefined) {
      diagnostics.report(detection.source, detection.root.span, ruleMessages.idMissing());
    }
  }
  tell(scope, diagnostics);
  // Of several with one id, which is reported, one: constructs need ids of their own.
  const byId = new Map(rules.map(({ detection }) => [detection.id, detection]));
  const alerting = [...byId.values()].filter(({ id }) => id !== undefined);
  const chosen = changed.filter((document) => !excluded.has(document));
  tellSilentRules(scope, props, chosen, alerting);
  return alerting;
}

/** What a pack says of single rules, by id in lower case. */
export function overridesById({
  overrides = {},
}: DetectionPackProps): ReadonlyMap<string, Partial<DetectionOverrides>> {
  const entries = Object.entries(given(overrides));
  return new Map(entries.map(([id, own = {}]) => [id.toLowerCase(), given(own)]));
}

/** Reports ids that differ in nothing but case: one of them would be lost. */
function checkOnce(scope: Construct, { overrides = {} }: DetectionPackProps): void {
  const ids = Object.keys(given(overrides)).map((id) => id.toLowerCase());
  for (const id of new Set(ids.filter((each, index) => ids.indexOf(each) < index))) {
    registerOf(scope).report(scope, messages.overriddenTwice(id));
  }
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
    if (found.length === 0) registerOf(scope).report(scope, messages.noRules(input));
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
  props: DetectionPackProps,
  diagnostics: Diagnostics,
): (id: string | undefined) => ReplacedKeys {
  const { path } = scope.node;
  const forAll = checkSettings(scope, props, path, diagnostics) ? props : {};
  const common = replacedKeys(forAll);
  const single = new Map(
    [...overridesById(props)].map(([id, settings]) => {
      const right = checkSettings(scope, settings, `${path} overrides ${id}`, diagnostics);
      return [id, replacedKeys({ ...forAll, ...(right ? settings : {}) })];
    }),
  );
  return (id = "") => single.get(id) ?? common;
}
