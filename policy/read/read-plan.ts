import type { Source } from "../../compiler/core/source";
import { entryOf, type MappingNode, type Node } from "../../compiler/load/node";
import type { Configuration, Resource } from "../resource";
import { UNSET, type Members, type Value } from "../value";
import { referencesIn } from "./expression";
import { placeText } from "./places";

/**
 * What `terraform show -json` says of a plan, or of a state (Terraform documentation, "JSON Output
 * Format"): the resources that there will be, or are, those of modules among them. `name` tells its
 * resources from those of other files.
 */
export function readPlan(root: MappingNode, source: Source, name: string): Configuration {
  const unknown = new Map(
    itemsAt(root, "resource_changes").flatMap((change): [string, Node][] => {
      const node = at(change, "change", "after_unknown");
      return node === undefined ? [] : [[textAt(change, "address"), node]];
    }),
  );
  const providers = at(root, "configuration", "provider_config");
  const written = new Map(writtenIn(at(root, "configuration", "root_module"), ""));
  const values = at(root, "planned_values") ?? at(root, "values");
  const resources = modulesIn(at(values, "root_module"), "").flatMap(({ node, path }) =>
    itemsAt(node, "resources").flatMap((each): Resource[] => {
      if (textAt(each, "mode") !== "managed") return [];
      const address = textAt(each, "address");
      const local = `${textAt(each, "type")}.${textAt(each, "name")}`;
      const from = written.get(`${configured(path)}${local}`);
      const provider = from === undefined ? "" : textAt(from, "provider_config_key");
      const place = entryOf(each, "address")?.value ?? each;
      return [
        {
          type: textAt(each, "type"),
          address,
          local,
          place: placeText(at(providers, provider, "expressions"), source),
          module: `${name} ${path}`,
          values: membersOf(at(each, "values"), unknown.get(address), at(from, "expressions")),
          isPlanned: true,
          source,
          span: place.span,
          places: new Map(),
        },
      ];
    }),
  );
  return { resources, locals: new Map(), modules: [] };
}

/** A module and all that it calls, each with its address. */
function modulesIn(
  node: Node | undefined,
  path: string,
): readonly { readonly node: Node; readonly path: string }[] {
  if (node === undefined) return [];
  const children = itemsAt(node, "child_modules");
  return [
    { node, path },
    ...children.flatMap((child) => modulesIn(child, textAt(child, "address"))),
  ];
}

/** Every resource as it is written, by the module's calls and the resource's own name. */
function writtenIn(node: Node | undefined, path: string): readonly [string, Node][] {
  if (node === undefined) return [];
  const calls = at(node, "module_calls");
  return [
    ...itemsAt(node, "resources").map((each): [string, Node] => [
      `${path}${textAt(each, "address")}`,
      each,
    ]),
    ...(calls?.kind === "mapping" ? calls.entries : []).flatMap(({ key, value }) =>
      writtenIn(at(value, "module"), `${path}module.${key}.`),
    ),
  ];
}

/** A module's address as its calls are written: without instances. */
function configured(path: string): string {
  return path === "" ? "" : `${path.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "")}.`;
}

function membersOf(
  values: Node | undefined,
  unknown: Node | undefined,
  expressions: Node | undefined,
): Members {
  const keys = new Set([...keysOf(values), ...keysOf(unknown)]);
  const members = [...keys].map((key): [string, Value] => {
    const texts = expressions === undefined ? [] : referenceTexts(at(expressions, key));
    return [key, valueOf(at(values, key), at(unknown, key), referencesIn(texts))];
  });
  return { kind: "members", members: new Map(members) };
}

/** A value and, beside it, which parts of it are not known: `true` in the place of each. */
function valueOf(
  node: Node | undefined,
  unknown: Node | undefined,
  references: readonly string[],
): Value {
  if (unknown?.kind === "scalar" && unknown.value === true) {
    return { kind: "unknown", text: "", references };
  }
  if (node === undefined || node.kind === "scalar") {
    // Texts of a plan are values, no templates.
    return node === undefined ? UNSET : { kind: "literal", value: node.value };
  }
  if (node.kind === "sequence") {
    const items = unknown?.kind === "sequence" ? unknown.items : [];
    const count = Math.max(node.items.length, items.length);
    const all = Array.from({ length: count }, (_, index) =>
      valueOf(node.items[index], items[index], references),
    );
    return { kind: "list", items: all };
  }
  const keys = new Set([...keysOf(node), ...keysOf(unknown)]);
  const members = [...keys].map((key): [string, Value] => [
    key,
    valueOf(at(node, key), at(unknown, key), references),
  ]);
  return { kind: "members", members: new Map(members) };
}

/** What an expression refers to, in all of its blocks. */
function referenceTexts(node: Node | undefined): readonly string[] {
  if (node === undefined || node.kind === "scalar") return [];
  if (node.kind === "sequence") return node.items.flatMap(referenceTexts);
  return node.entries.flatMap(({ key, value }) =>
    key === "references" && value.kind === "sequence"
      ? value.items.flatMap((item) => (item.kind === "scalar" ? item.text : []))
      : referenceTexts(value),
  );
}

function keysOf(node: Node | undefined): readonly string[] {
  return node?.kind === "mapping" ? node.entries.map(({ key }) => key) : [];
}

function at(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>(
    (found, key) => (found === undefined ? undefined : entryOf(found, key)?.value),
    node,
  );
}

function itemsAt(node: Node, key: string): readonly Node[] {
  const found = at(node, key);
  return found?.kind === "sequence" ? found.items : [];
}

function textAt(node: Node, key: string): string {
  const found = at(node, key);
  return found?.kind === "scalar" ? found.text : "";
}
