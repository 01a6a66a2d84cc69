import type { Diagnostics, Message } from "../compiler/core/diagnostic";
import type { Source } from "../compiler/core/source";
import { loadYaml } from "../compiler/load/load-yaml";
import { describeValue, entryOf, type Entry, type Node } from "../compiler/load/node";
import { ruleMessages } from "../compiler/rule/messages";
import { NO_SETTINGS, type Exception, type PolicySettings } from "./check";
import { policyMessages } from "./messages";
import { POLICY_IDS } from "./policies/policies";
import { LEVELS, type Level } from "./policy";

const KEYS = ["levels", "required", "exceptions"];
const EXCEPTION_KEYS = ["policy", "resource", "reason"];

/** An exception with its place, for who wants to say that it is not needed. */
export interface WrittenException extends Exception {
  readonly node: Node;
}

export interface WrittenSettings extends PolicySettings {
  readonly exceptions: readonly WrittenException[];
}

/**
 * Reads a file of policies, YAML or JSON: `levels` by id, `required` ids, `exceptions` with policy,
 * resource and reason. What is wrong with it is reported.
 */
export function readPolicySettings(source: Source, diagnostics: Diagnostics): WrittenSettings {
  const report = ({ span }: Pick<Node, "span">, message: Message) =>
    diagnostics.report(source, span, message);
  const [root] = loadYaml(source, diagnostics);
  const none = { ...NO_SETTINGS, exceptions: [] };
  if (root === undefined) return none;
  if (root.kind !== "mapping") {
    report(
      root,
      ruleMessages.valueType(
        "a mapping of `levels`, `required`, `exceptions`",
        describeValue(root),
      ),
    );
    return none;
  }
  checkKeys(root.entries, KEYS);
  return {
    levels: Object.fromEntries(entriesAt("levels").flatMap(levelOf)),
    required: itemsAt("required").flatMap((item) => idOf(item) ?? []),
    exceptions: itemsAt("exceptions").flatMap(exceptionOf),
  };

  function entriesAt(key: string): readonly Entry[] {
    const value = root && entryOf(root, key)?.value;
    if (value === undefined || value.kind === "mapping") return value?.entries ?? [];
    report(value, ruleMessages.valueType("a mapping of policies to levels", describeValue(value)));
    return [];
  }

  function itemsAt(key: string): readonly Node[] {
    const value = root && entryOf(root, key)?.value;
    if (value === undefined || value.kind === "sequence") return value?.items ?? [];
    report(value, ruleMessages.valueType("a list", describeValue(value)));
    return [];
  }

  function levelOf({ key, keySpan, value }: Entry): readonly [string, Level][] {
    if (!isPolicy(key, { span: keySpan })) return [];
    // YAML 1.2 has no boolean `off`, and JSON's false is none either.
    const written = value.kind === "scalar" ? value.text : describeValue(value);
    const level = LEVELS.find((each) => each === written);
    if (level === undefined) report(value, ruleMessages.valueNotOneOf(written, LEVELS));
    return level === undefined ? [] : [[key, level]];
  }

  function exceptionOf(node: Node): readonly WrittenException[] {
    if (node.kind !== "mapping") {
      report(
        node,
        ruleMessages.valueType("`policy`, `resource` and `reason`", describeValue(node)),
      );
      return [];
    }
    checkKeys(node.entries, EXCEPTION_KEYS);
    const [policy, resource, reason] = EXCEPTION_KEYS.map((key) => textAt(node, key));
    if (policy === undefined || resource === undefined || reason === undefined) return [];
    const id = idOf(entryOf(node, "policy")?.value ?? node);
    return id === undefined ? [] : [{ policy: id, resource, reason, node }];
  }

  function textAt(node: Node, key: string): string | undefined {
    const value = entryOf(node, key)?.value;
    if (value === undefined) report(node, ruleMessages.keyMissing(key));
    else if (value.kind === "scalar" && value.value !== null && value.text.trim() !== "") {
      return value.text;
    } else report(value, ruleMessages.valueType("text", describeValue(value)));
    return undefined;
  }

  function idOf(node: Node): string | undefined {
    const text = node.kind === "scalar" ? node.text : describeValue(node);
    return isPolicy(text, node) ? text : undefined;
  }

  function isPolicy(id: string, place: Pick<Node, "span">): boolean {
    const isKnown = POLICY_IDS.includes(id);
    if (!isKnown) report(place, policyMessages.policyUnknown(id, POLICY_IDS));
    return isKnown;
  }

  function checkKeys(entries: readonly Entry[], known: readonly string[]): void {
    for (const { key, keySpan } of entries) {
      if (!known.includes(key)) report({ span: keySpan }, ruleMessages.keyUnknown(key, known));
    }
  }
}
