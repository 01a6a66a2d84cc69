import { existsSync } from "node:fs";
import { basename, relative } from "node:path";
import type { Construct } from "constructs";
import { reportCredit } from "../compiler/description";
import { Diagnostics } from "../compiler/diagnostic";
import type { Detection } from "../compiler/ir/detection";
import { resolveSet } from "../compiler/load-rules";
import { messages as ruleMessages } from "../compiler/messages";
import { ruleFiles } from "../compiler/rule-files";
import { headOf, parseSet, withKeys, type SetDocument } from "../compiler/rule-set";
import { checkReplacedKeys, type ReplacedKeys } from "../compiler/rule/replaced-keys";
import { tell } from "./compiled-rule";
import type { DetectionPackProps } from "./detection-pack";
import { given } from "./given";
import { messages } from "./messages";
import { registerOf } from "./register";
import { replacedKeys } from "./replaced-keys";
import { checkSelection, isApplied, isChosen, isUnder, type PackFile } from "./rule-selection";

/**
 * The rules of a pack that are chosen, with what the pack says in place of their files. What is wrong
 * with a rule that is left out keeps nothing from being deployed.
 */
export function packRules(scope: Construct, props: DetectionPackProps): readonly Detection[] {
  const diagnostics = new Diagnostics();
  const files = filesOf(scope, props.rules);
  const excludedPaths = props.excludePaths ?? [];
  const read = files.filter((file) => !excludedPaths.some((folder) => isUnder(file, folder)));
  const documents = parseSet(
    read.map(({ input }) => input),
    diagnostics,
  );
  checkSelection(scope, props, documents.map(headOf), files);
  const overridden = override(scope, props, documents, diagnostics);
  const byInput = new Map(read.map((file) => [file.input, file]));
  const excluded = overridden.filter((document) => {
    const head = headOf(document);
    if (document.rule?.kind === "filter") return !isApplied(head, props);
    return !isChosen(head, props, byInput.get(document.input) ?? TEXT);
  });
  const { placeholders } = props;
  const rules = resolveSet(overridden, diagnostics, { placeholders }, new Set(excluded));
  for (const { detection } of rules) {
    reportCredit(detection, diagnostics);
    if (detection.id === undefined) {
      diagnostics.report(detection.source, detection.root.span, ruleMessages.idMissing());
    }
  }
  tell(scope, diagnostics);
  // Of several with one id, which is reported, one: constructs need ids of their own.
  const byId = new Map(rules.map(({ detection }) => [detection.id, detection]));
  return [...byId.values()].filter(({ id }) => id !== undefined);
}

const TEXT: PackFile = { input: "", within: "" };

function filesOf(scope: Construct, rules: readonly string[]): readonly PackFile[] {
  const files = rules.flatMap((input): readonly PackFile[] => {
    // What is not there is a text, or is reported when it is read.
    if (!existsSync(input)) return [{ input, within: "" }];
    const found = ruleFiles(input);
    if (found.length === 0) registerOf(scope).report(scope, messages.noRules(input));
    return found.map((file) => ({
      input: file,
      within: (relative(input, file) || basename(file)).replaceAll("\\", "/"),
    }));
  });
  return [...new Map(files.map((file) => [file.input, file])).values()];
}

/** Puts what the pack says, of all rules and of single ones, in place of what the files say. */
function override(
  scope: Construct,
  props: DetectionPackProps,
  documents: readonly SetDocument<string>[],
  diagnostics: Diagnostics,
): readonly SetDocument<string>[] {
  const checked = (keys: ReplacedKeys, where: string) =>
    checkReplacedKeys(keys, `<${where}>`, diagnostics) ? keys : {};
  const forAll = checked(replacedKeys(props), scope.node.path);
  const known = documents.flatMap((document) => headOf(document).id ?? []);
  const single = new Map(
    Object.entries(props.overrides ?? {}).map(([id, settings]) => {
      if (!known.includes(id.toLowerCase())) {
        registerOf(scope).report(scope, messages.ruleUnknown("overrides", id, known));
      }
      const keys = replacedKeys({ ...props, ...given(settings) });
      return [id.toLowerCase(), checked(keys, `${scope.node.path} overrides ${id}`)];
    }),
  );
  return documents.map((document) => {
    const { id } = headOf(document);
    const keys = (id === undefined ? undefined : single.get(id)) ?? forAll;
    const changes = document.rule?.kind !== "filter" && Object.keys(keys).length > 0;
    return changes ? withKeys(document, keys) : document;
  });
}
