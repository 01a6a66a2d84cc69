/**
 * The numbers from `low` to `high`, written in `width` digits, as the fewest beginnings that are theirs
 * alone: 20 to 23 in two digits begin with `20`, `21`, `22` or `23`, and 20 to 29 with `2`.
 */
export function digitPrefixes(low: number, high: number, width: number): readonly string[] {
  const cover = (prefix: string): readonly string[] => {
    const first = Number(prefix.padEnd(width, "0"));
    const last = Number(prefix.padEnd(width, "9"));
    if (last < low || first > high) return [];
    if (low <= first && last <= high) return [prefix];
    return [..."0123456789"].flatMap((digit) => cover(prefix + digit));
  };
  return low > high ? [] : cover("");
}
