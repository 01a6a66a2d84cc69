import type { Source, Span } from "../../compiler/core/source";
import { entryOf, type Entry, type MappingNode, type Node } from "../../compiler/load/node";
import { keyOf, type Configuration, type Resource } from "../resource";
import type { Members, Value } from "../value";
import { readTemplate } from "./expression";
import { placeText } from "./places";

/** Arguments that are Terraform's own, not the provider's. */
const META = [
  "count",
  "for_each",
  "depends_on",
  "provider",
  "lifecycle",
  "provisioner",
  "connection",
];

/**
 * Terraform's JSON syntax, hand-written or CDKTF's. `module`: what tells its expressions from those of
 * other folders. What a later file overrides is merged by whoever reads several.
 */
export function readConfiguration(
  root: MappingNode,
  source: Source,
  module: string,
): Configuration {
  const providers = blocksNamed(root, "provider").flatMap((each) =>
    namesOf(each).flatMap(({ key, value }) =>
      bodiesOf(value).map((body) => [nameOf(key, body), placeText(body, source)] as const),
    ),
  );
  const places = new Map(providers);
  const resources = blocksNamed(root, "resource").flatMap((types) =>
    namesOf(types).flatMap((type) =>
      bodiesOf(type.value).flatMap((names) =>
        namesOf(names).flatMap((name) => resourceOf(type.key, name, { source, module, places })),
      ),
    ),
  );
  const locals = blocksNamed(root, "locals").flatMap((each) =>
    namesOf(each).map(({ key, value }) => [keyOf(module, key), valueOf(value)] as const),
  );
  const modules = blocksNamed(root, "module").flatMap((each) =>
    namesOf(each).map(({ key, keySpan }) => ({ name: key, source, span: keySpan })),
  );
  return { resources, locals: new Map(locals), modules };
}

/** How resources call a provider: by its alias, where it has one. */
function nameOf(provider: string, body: Node): string {
  const alias = entryOf(body, "alias")?.value;
  return alias?.kind === "scalar" ? `${provider}.${alias.text}` : provider;
}

/** What a resource stands in. */
interface Within {
  readonly source: Source;
  readonly module: string;
  /** Where providers work, by how resources call them. */
  readonly places: ReadonlyMap<string, string>;
}

function resourceOf(
  type: string,
  { key: name, keySpan, value }: Entry,
  { source, module, places }: Within,
): readonly Resource[] {
  const entries = bodiesOf(value).flatMap(entriesOf);
  const count = entries.find(({ key }) => key === "count")?.value;
  // Terraform makes none of it.
  if (count?.kind === "scalar" && Number(count.text) === 0) return [];
  const own = entries.filter(({ key }) => ![...META, "//", "dynamic"].includes(key));
  const comment = entries.find(({ key }) => key === "//")?.value;
  const path = comment && entryOf(comment, "metadata")?.value;
  const constructPath = path && entryOf(path, "path")?.value;
  const local = `${type}.${name}`;
  return [
    {
      type,
      address: local,
      local,
      place: places.get(calledBy(entries) ?? type.replace(/_.*/s, "")) ?? "",
      module,
      values: membersOf(own, entries),
      isPlanned: false,
      ...(constructPath?.kind === "scalar" ? { constructPath: constructPath.text } : {}),
      source,
      span: keySpan,
      places: new Map(own.map(({ key, keySpan: span }): [string, Span] => [key, span])),
    },
  ];
}

/** The provider that a resource names; before 0.12 it was a template. */
function calledBy(entries: readonly Entry[]): string | undefined {
  const provider = entries.find(({ key }) => key === "provider")?.value;
  return provider?.kind === "scalar" ? provider.text.replace(/^\$\{(.*)\}$/s, "$1") : undefined;
}

/** The arguments; a block that an expression multiplies is not known, beside those that are written. */
function membersOf(own: readonly Entry[], all: readonly Entry[]): Members {
  const members = new Map(own.map(({ key, value }) => [key, valueOf(value)]));
  const dynamic = all
    .filter(({ key }) => key === "dynamic")
    .flatMap(({ value }) => bodiesOf(value));
  for (const { key } of dynamic.flatMap(namesOf)) {
    members.set(key, { kind: "unknown", text: `dynamic ${JSON.stringify(key)}`, references: [] });
  }
  return { kind: "members", members };
}

export function valueOf(node: Node): Value {
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "string"
        ? readTemplate(node.value)
        : { kind: "literal", value: node.value };
    case "sequence":
      return { kind: "list", items: node.items.map(valueOf) };
    case "mapping": {
      const members = node.entries.map(({ key, value }): [string, Value] => [key, valueOf(value)]);
      return { kind: "members", members: new Map(members) };
    }
  }
}

/** The blocks under a key: an object or a list of objects, at every level of Terraform's syntax. */
function blocksNamed(root: MappingNode, key: string): readonly Node[] {
  const value = entryOf(root, key)?.value;
  return value === undefined ? [] : bodiesOf(value);
}

function bodiesOf(node: Node): readonly Node[] {
  return node.kind === "sequence" ? node.items : [node];
}

function entriesOf(node: Node): readonly Entry[] {
  return node.kind === "mapping" ? node.entries : [];
}

/** What stands under names: a comment (`//`) is none. */
function namesOf(node: Node): readonly Entry[] {
  return entriesOf(node).filter(({ key }) => key !== "//");
}
