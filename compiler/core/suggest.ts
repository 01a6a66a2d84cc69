/** Names that are compared, so that a rule of thousands of names, all wrong, stays cheap. */
const MOST_COMPARED = 300;

/**
 * The allowed name nearest to `found`, if one is near enough to be what was meant.
 * @param edits at most so many lie between them @default 2, and fewer in a short name
 */
export function nearest(found: string, allowed: readonly string[], edits = 2): string | undefined {
  const wanted = found.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.min(edits, Math.floor(wanted.length / 3)) + 1;
  for (const name of allowed.slice(0, MOST_COMPARED)) {
    const distance = editDistance(wanted, name.toLowerCase(), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best;
}

/**
 * Edits (insert, delete, replace, swap neighbours) that turn `a` into `b`; `limit` where it is that
 * many or more. Only what stands less than `limit` places apart is compared: the rest costs more.
 */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = new Array<number>(b.length + 1).fill(limit);
  let next = last.slice();
  for (let j = 0; j < limit && j <= b.length; j += 1) last[j] = j;
  for (let i = 1; i <= a.length; i += 1) {
    const start = Math.max(1, i - limit + 1);
    const end = Math.min(b.length, i + limit - 1);
    let least = (next[start - 1] = start === 1 ? Math.min(i, limit) : limit);
    for (let j = start; j <= end; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, next[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1), limit);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      }
      next[j] = cost;
      least = Math.min(least, cost);
    }
    if (end < b.length) next[end + 1] = limit;
    if (least >= limit) return limit;
    [beforeLast, last, next] = [last, next, beforeLast.length > 0 ? beforeLast : last.slice()];
  }
  return Math.min(last[b.length]!, limit);
}
