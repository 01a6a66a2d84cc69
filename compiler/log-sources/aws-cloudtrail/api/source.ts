import { readFileSync } from "node:fs";
import { join } from "node:path";

import { foldCase } from "../../../core/fold-case";
import { parseMembers, type Node } from "./notation";

/** One form of a call: services that share an event source may have calls of the same name. */
export interface CallForm {
  readonly source: Source;
  readonly requestParameters: Node;
  readonly responseElements: Node;
}

/** What is known of the calls of one event source. */
export interface Source {
  /** The call's forms, by its folded name; undefined where no model has the call. */
  forms(name: string): readonly CallForm[] | undefined;
  shape(name: string): Node;
  /** The true name of the events of an operation whose events bear another. */
  readonly renamed: Readonly<Record<string, string>>;
}

interface SourceFile {
  readonly calls: Readonly<Record<string, readonly string[]>>;
  readonly renamed?: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, string>>;
}

interface IndexFile {
  /** Names of calls, parted by spaces. */
  readonly calls: Readonly<Record<string, string>>;
  /** Sources that write what another does. */
  readonly also: Readonly<Record<string, string>>;
}

const SUFFIX = ".amazonaws.com";

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(join(__dirname, "data", `${name}.json`), "utf8")) as T;

let indexFile: IndexFile | undefined;
const index = (): IndexFile => (indexFile ??= read<IndexFile>("index"));

const sources = new Map<string, Source>();

const stem = (source: string): string => {
  const name = foldCase(source).replace(SUFFIX, "");
  return index().also[name] ?? name;
};

/** Every event source that has a model: `kms.amazonaws.com`. */
export function modelledSources(): readonly string[] {
  const { calls, also } = index();
  return [...Object.keys(calls), ...Object.keys(also)].map((name) => `${name}${SUFFIX}`);
}

/** The names of the events that the models have of `source`, parted by spaces; empty where there is no model. */
export function modelledNames(source: string): string {
  const name = stem(source);
  return Object.hasOwn(index().calls, name) ? index().calls[name]! : "";
}

/** The model of `source`, read when it is first asked for; undefined where there is none. */
export function sourceOf(source: string): Source | undefined {
  const name = stem(source);
  let found = sources.get(name);
  if (found === undefined && Object.hasOwn(index().calls, name)) {
    found = sourceFrom(read<SourceFile>(name));
    sources.set(name, found);
  }
  return found;
}

function sourceFrom({ calls, renamed = {}, shapes }: SourceFile): Source {
  const byName = new Map(Object.entries(calls).map(([name, texts]) => [foldCase(name), texts]));
  const forms = new Map<string, readonly CallForm[]>();
  const parsed = new Map<string, Node>();
  const source: Source = {
    renamed,
    forms(name) {
      const folded = foldCase(name);
      const texts = byName.get(folded);
      if (texts === undefined) return undefined;
      let found = forms.get(folded);
      if (found === undefined) forms.set(folded, (found = formsOf(texts, source)));
      return found;
    },
    shape(name) {
      let found = parsed.get(name);
      if (found === undefined) parsed.set(name, (found = parseMembers(shapes[name] ?? "...=?")));
      return found;
    },
  };
  return source;
}

/** Requests and answers in turn. */
function formsOf(texts: readonly string[], source: Source): readonly CallForm[] {
  return texts.flatMap((request, at) => {
    if (at % 2 !== 0) return [];
    const answer = texts[at + 1] ?? "?";
    return [{ source, requestParameters: root(request), responseElements: root(answer) }];
  });
}

const root = (text: string): Node =>
  text === "?" ? { kind: "unknown", items: false } : parseMembers(text);
