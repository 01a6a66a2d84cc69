import { foldCase } from "../../../core/fold-case";
import { nearest } from "../../../core/suggest";
import { membersOf } from "./by-call";
import { eventNames, eventSources, sourcesWith, trueName, type PossibleCall } from "./calls";

/** Edits that make one name of another at most. */
const EDITS = 3;

/** How many names are compared at once. */
const BATCH = 300;

function near(found: string, names: readonly string[]): string | undefined {
  const first = foldCase(found.charAt(0));
  const alike = names.filter(
    (name) => Math.abs(name.length - found.length) <= EDITS && foldCase(name.charAt(0)) === first,
  );
  const batches = Math.ceil(alike.length / BATCH);
  const best = Array.from({ length: batches }, (_, batch) =>
    nearest(found, alike.slice(batch * BATCH, (batch + 1) * BATCH), EDITS),
  );
  return nearest(
    found,
    best.filter((name) => name !== undefined),
    EDITS,
  );
}

let everyName: readonly string[] | undefined;

/**
 * The event that was meant by a name that `source` does not write: the true name of an operation, else the
 * name that is spelled most like it, of any source where none is given.
 */
export function nearestEvent(name: string, source?: string): string | undefined {
  if (source !== undefined) {
    const names = eventNames(source);
    return trueName(source, name) ?? near(name, names) ?? likeInWords(name, names);
  }
  everyName ??= [...new Set(eventSources().flatMap(eventNames))];
  return near(name, everyName);
}

/** The words of a name: `PutBucketReplication` has three. */
const wordsOf = (name: string): ReadonlySet<string> =>
  new Set((name.match(/[A-Z]+(?![a-z])|[A-Z][a-z]+/g) ?? []).map(foldCase));

/** Of the names that share half of all words with `found`, the one whose shared words are rarest. */
function likeInWords(found: string, names: readonly string[]): string | undefined {
  const words = wordsOf(found);
  const all = names.map((name) => ({ name, words: wordsOf(name) }));
  const rarity = new Map(
    [...words].map((word) => [word, 1 / all.filter((each) => each.words.has(word)).length]),
  );
  let best: { readonly name: string; readonly weight: number } | undefined;
  for (const { name, words: others } of all) {
    const common = [...words].filter((word) => others.has(word));
    if (common.length * 3 < words.size + others.size) continue;
    const weight = common.reduce((sum, word) => sum + (rarity.get(word) ?? 0), 0);
    if (weight > (best?.weight ?? 0)) best = { name, weight };
  }
  return best?.name;
}

/** The event source that was meant: one that writes the event, else the one that is spelled most like it. */
export function nearestSource(source: string, name?: string): string | undefined {
  const writing = name === undefined ? [] : sourcesWith(name);
  const only = writing.length === 1 ? writing[0] : undefined;
  return near(source, writing) ?? only ?? near(source, eventSources());
}

/** The path that was meant by one that none of `calls` has: the first wrong step in its true spelling. */
export function nearestPath(path: string, calls: readonly PossibleCall[]): string | undefined {
  const steps = path.split(".");
  for (const [index, step] of steps.entries()) {
    if (index === 0) continue;
    const names = membersOf(calls, steps.slice(0, index).join("."));
    if (names.includes(step)) continue;
    const meant = names.find((name) => foldCase(name) === foldCase(step)) ?? near(step, names);
    if (meant === undefined) return undefined;
    return [...steps.slice(0, index), meant, ...steps.slice(index + 1)].join(".");
  }
  return undefined;
}
