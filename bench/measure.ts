/** Rounds that are not measured: in them the engine compiles and settles. */
const WARM_UP = 40;
const ROUNDS = 21;

/**
 * How many times the processor time of `of` does `work` cost? The two take turns, so that whatever
 * else the machine does hits both alike, and the median of the rounds' ratios is taken.
 */
export function ratio(work: () => void, of: () => void): number {
  for (let round = 0; round < WARM_UP; round += 1) {
    of();
    work();
  }
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const base = processorTime(of);
    ratios.push(processorTime(work) / base);
  }
  return ratios.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
}

function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Prints a ratio and its limit; the process fails at its end where one is over. */
export function hold(what: string, measured: number, limit: number): void {
  const over = measured > limit;
  console.log(`${over ? "OVER " : ""}${what}: ${measured.toFixed(2)} (at most ${limit})`);
  if (over) process.exitCode = 1;
}
