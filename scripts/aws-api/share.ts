/** A reference in the notation. */
const REFERENCE = /\$([^\s()=$]+)/g;

export interface Shared {
  /** Texts that were given, in the order given. */
  readonly texts: readonly string[];
  /** What they refer to, by name, sorted. */
  readonly shapes: ReadonlyMap<string, string>;
}

/**
 * One name for all shapes that are alike, whatever they were called; what is referred to once stands
 * where it is referred to.
 */
export function share(texts: readonly string[], given: ReadonlyMap<string, string>): Shared {
  const alias = likenesses(given);
  const rename = (text: string) =>
    text.replace(REFERENCE, (_, key: string) => `$${alias.get(key)!}`);
  const shapes = new Map<string, string>();
  for (const [key, text] of [...given].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = alias.get(key)!;
    if (!shapes.has(name)) shapes.set(name, rename(text));
  }
  const roots = [...new Set(texts.map(rename))];
  const uses = new Map<string, number>();
  for (const text of [...roots, ...shapes.values()]) {
    for (const [, key = ""] of text.matchAll(REFERENCE)) uses.set(key, (uses.get(key) ?? 0) + 1);
  }
  const loops = inLoops(shapes);
  const short = new Map<string, string>();
  const inline = (text: string): string =>
    text.replace(REFERENCE, (whole, key: string) => {
      const content = shapes.get(key)!;
      const count = uses.get(key)!;
      const shared = count * (key.length + 1) + key.length + content.length + 6;
      if (loops.has(key) || count * (content.length + 2) > shared) return whole;
      let inlined = short.get(key);
      if (inlined === undefined) short.set(key, (inlined = `(${inline(content)})`));
      return inlined;
    });
  const written = texts.map((text) => inline(rename(text)));
  const kept = new Map<string, string>();
  const keep = (text: string): void => {
    for (const [, key = ""] of text.matchAll(REFERENCE)) {
      if (kept.has(key)) continue;
      const content = inline(shapes.get(key)!);
      kept.set(key, content);
      keep(content);
    }
  };
  written.forEach(keep);
  return { texts: written, shapes: new Map([...kept].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Names of classes of shapes that cannot be told apart: the coarsest partition that holds under references. */
function likenesses(given: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const keys = [...given.keys()].sort();
  let classes = new Map(keys.map((key) => [key, given.get(key)!.replace(REFERENCE, "$")]));
  for (let count = 0; ;) {
    const ids = new Map<string, string>();
    for (const text of classes.values()) if (!ids.has(text)) ids.set(text, String(ids.size));
    if (ids.size === count) break;
    count = ids.size;
    const before = classes;
    classes = new Map(
      keys.map((key) => [
        key,
        `${ids.get(before.get(key)!)!} ${given
          .get(key)!
          .replace(REFERENCE, (_, other: string) => `$${ids.get(before.get(other)!)!}`)}`,
      ]),
    );
  }
  const plainOf = (key: string) => key.slice(key.indexOf("/") + 1);
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const key of keys.sort((a, b) => plainOf(a).length - plainOf(b).length)) {
    const text = classes.get(key)!;
    if (names.has(text)) continue;
    const plain = plainOf(key);
    let name = plain;
    for (let number = 2; taken.has(name); number += 1) name = `${plain}.${number}`;
    taken.add(name);
    names.set(text, name);
  }
  return new Map(keys.map((key) => [key, names.get(classes.get(key)!)!]));
}

function inLoops(shapes: ReadonlyMap<string, string>): ReadonlySet<string> {
  const loops = new Set<string>();
  const done = new Set<string>();
  const visit = (key: string, path: readonly string[]): void => {
    const at = path.indexOf(key);
    if (at >= 0) path.slice(at).forEach((each) => loops.add(each));
    if (at >= 0 || done.has(key)) return;
    for (const [, next = ""] of (shapes.get(key) ?? "").matchAll(REFERENCE))
      visit(next, [...path, key]);
    done.add(key);
  };
  for (const key of shapes.keys()) visit(key, []);
  return loops;
}
