/*
 * Wildcards of an event pattern: `*` stands for any text, also over line breaks; `\*` and `\\` are the
 * characters themselves, and nothing else may stand behind a backslash (reference 2.11).
 */

/** What is wrong with a wildcard, in the service's words; a place counts bytes from the quote before the text. */
export function wildcardProblem(text: string): string | undefined {
  const [found] = /^(?:[^*\\]|\\[*\\]|\*(?!\*))*/.exec(text) ?? [""];
  if (found.length === text.length) return undefined;
  const at = Buffer.byteLength(found) + 1;
  return text[found.length] === "*"
    ? `Consecutive wildcard characters at pos ${at}`
    : `Invalid escape character at pos ${at}`;
}

/** The texts between the stars, without escapes. */
function wildcardParts(text: string): readonly string[] {
  const parts = [""];
  for (const [piece, escaped] of text.matchAll(/\\([*\\])|\*|[^*\\]+/g)) {
    if (piece === "*") parts.push("");
    else parts.push(`${parts.pop() ?? ""}${escaped ?? piece}`);
  }
  return parts;
}

/** A text that stands for itself in a wildcard. */
export function escapeWildcard(text: string): string {
  return text.replace(/[\\*]/g, "\\$&");
}

/** Whether a text is one that the wildcard stands for. */
export function wildcardMatcher(wildcard: string): (text: string) => boolean {
  const [first = "", ...rest] = wildcardParts(wildcard);
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}

/**
 * How many states of the service's machine the wildcards of one list can be in at once, which it limits:
 * each `*` keeps one, the text behind it one, and a text that begins as it goes on more. Inside
 * `anything-but` they share some (as measured with the engine).
 */
export function wildcardCost(wildcards: readonly string[], shared: boolean): number {
  const overlaps = wildcards.map((each) =>
    wildcardParts(each).reduce((most, part) => Math.max(most, overlapOf(part)), 0),
  );
  if (shared) {
    const own = overlaps.reduce((sum, overlap) => sum + overlap, 0);
    return Math.max(wildcards.length + 2, Math.ceil(wildcards.length * 1.5)) + own;
  }
  return wildcards.reduce(
    (sum, each, index) => sum + wildcardParts(each).length + (overlaps[index] ?? 0),
    0,
  );
}

/** The longest beginning of a text that it also ends with. */
function overlapOf(text: string): number {
  for (let length = text.length - 1; length > 0; length -= 1) {
    if (text.endsWith(text.slice(0, length))) return length;
  }
  return 0;
}
