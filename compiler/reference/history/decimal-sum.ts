/**
 * A sum of numbers as JSON writes them, in decimal: what was added can be taken out again without a
 * rest, so that a sum does not depend on what came before it.
 */
export class DecimalSum {
  private units = 0n;
  /** Decimal places that `units` has. */
  private places = 0;

  /** Adds a number, `times` times; a negative count takes it out. */
  add(value: number, times = 1): void {
    const { digits, exponent } = decimalOf(value);
    if (-exponent > this.places) {
      this.units *= 10n ** BigInt(-exponent - this.places);
      this.places = -exponent;
    }
    this.units += digits * 10n ** BigInt(this.places + exponent) * BigInt(times);
  }

  /** Below 0, 0 or above 0 as the sum is less than, equal to or more than `count` times a number. */
  compareTo(value: number, count = 1): number {
    const difference = new DecimalSum();
    difference.units = this.units;
    difference.places = this.places;
    difference.add(value, -count);
    return difference.units === 0n ? 0 : difference.units < 0n ? -1 : 1;
  }
}

const DECIMAL = /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

function decimalOf(value: number): { readonly digits: bigint; readonly exponent: number } {
  if (Number.isSafeInteger(value)) return { digits: BigInt(value), exponent: 0 };
  const [, whole = "0", fraction = "", power = "0"] = DECIMAL.exec(String(value)) ?? [];
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}
