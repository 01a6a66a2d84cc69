import type { Construct, IConstruct } from "constructs";

import { compiledRule, type CompiledRule } from "../../compiler/compile";
import { Diagnostics } from "../../compiler/core/diagnostic";
import type { TableChoice } from "../../compiler/log-sources/read-tables";
import { resolveSet } from "../../compiler/rule-set/load-rules";
import {
  headOf,
  parseSet,
  withKeys,
  type RuleHead,
  type SetDocument,
} from "../../compiler/rule-set/rule-set";
import { ruleMessages } from "../../compiler/rule/messages";
import type { ReplacedKeys } from "../../compiler/rule/replaced-keys";
import { reportCredit } from "../../compiler/targets/description";
import { isChosen, type PackFile, type RuleSelection } from "../props/rule-selection";

/** All that decides on the rules of a pack, as plain data. */
export interface PackRequest {
  readonly files: readonly PackFile[];
  readonly placeholders: Readonly<Record<string, readonly string[]>> | undefined;
  readonly sentinelTables: TableChoice | undefined;
  readonly logGroupNames: Readonly<Record<string, string>> | undefined;
  readonly selection: RuleSelection;
  /** What replaces keys of every rule, but those in `keysById`. */
  readonly keys: ReplacedKeys;
  readonly keysById: Readonly<Record<string, ReplacedKeys>>;
  /** Levels of single rules; what is said of all rules does not change which of them are chosen. */
  readonly levels: Readonly<Record<string, string>>;
}

export interface ResolvedPack {
  /** Of all documents, as they are written. */
  readonly heads: readonly RuleHead[];
  readonly chosen: readonly SetDocument[];
  readonly alerting: readonly CompiledRule[];
  readonly diagnostics: Diagnostics;
}

const APPS = new WeakMap<IConstruct, Map<string, ResolvedPack>>();

/** The rules of a pack; packs of one app that ask for the same share them, read and compiled once. */
export function resolvedOnce(scope: Construct, request: PackRequest): ResolvedPack {
  const { root } = scope.node;
  const packs = APPS.get(root) ?? new Map<string, ResolvedPack>();
  APPS.set(root, packs);
  const key = JSON.stringify(request);
  const pack = packs.get(key) ?? resolvePack(request);
  packs.set(key, pack);
  return pack;
}

function resolvePack({
  files,
  placeholders,
  sentinelTables,
  logGroupNames,
  selection,
  ...request
}: PackRequest): ResolvedPack {
  const diagnostics = new Diagnostics();
  const documents = parseSet(
    files.map(({ input }) => input),
    diagnostics,
  );
  const keysOf = new Map(Object.entries(request.keysById));
  const levelOf = new Map(Object.entries(request.levels));
  const withinOf = new Map(files.map(({ input, within }) => [input, within]));
  const excluded = new Set<SetDocument>();
  const changed = documents.map((document) => {
    const head = headOf(document);
    const { id = "" } = head;
    const keys = head.kind === "filter" ? {} : (keysOf.get(id) ?? request.keys);
    const after = Object.keys(keys).length > 0 ? withKeys(document, keys) : document;
    const level = levelOf.get(id) ?? head.level;
    const file = { input: document.input, within: withinOf.get(document.input) ?? [] };
    if (!isChosen({ ...head, level }, selection, file)) excluded.add(after);
    return after;
  });
  const rules = resolveSet(
    changed,
    diagnostics,
    { placeholders, sentinelTables, logGroupNames },
    excluded,
  );
  for (const { detection } of rules) {
    reportCredit(detection, diagnostics);
    if (detection.id === undefined) {
      diagnostics.report(detection.source, detection.root.span, ruleMessages.idMissing());
    }
  }
  // Of several with one id, which is reported, one: constructs need ids of their own.
  const byId = new Map(rules.map(({ detection }) => [detection.id, detection]));
  return {
    heads: documents.map(headOf),
    chosen: changed.filter((document) => !excluded.has(document)),
    alerting: [...byId.values()].filter(({ id }) => id !== undefined).map(compiledRule),
    diagnostics,
  };
}
