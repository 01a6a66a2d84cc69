/**
 * Addresses as EventBridge's engine sees them: hex digits, 8 of an IPv4 address and 32 of another. What
 * looks like an address is taken for one wherever a pattern has a whole text (reference 2.9).
 */

const LIKE_V4 = /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/;
const LIKE_V6 = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/;

/** Whether a text may be taken for an address. */
export function looksLikeAddress(text: string): boolean {
  return LIKE_V4.test(text) || LIKE_V6.test(text);
}

/** The digits of an address; undefined for what is none. */
export function addressDigits(text: string): string | undefined {
  if (LIKE_V4.test(text)) return v4Digits(text);
  return LIKE_V6.test(text) ? v6Digits(text) : undefined;
}

const hex = (value: number, width: number) => value.toString(16).toUpperCase().padStart(width, "0");

/** Java's reader of addresses takes leading zeros, up to 15 characters in all. */
function v4Digits(text: string): string | undefined {
  const octets = text.split(".").map(Number);
  if (text.length > 15 || octets.some((octet) => octet > 255)) return undefined;
  return octets.map((octet) => hex(octet, 2)).join("");
}

function v6Digits(text: string): string | undefined {
  const [left = "", right, more] = text.split("::");
  if (more !== undefined) return undefined;
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const before = groups(left);
  const after = right === undefined ? [] : groups(right);
  const zeros = 8 - before.length - after.length;
  if (right === undefined ? zeros !== 0 : zeros < 1) return undefined;
  const all = [...before, ...Array.from({ length: Math.max(0, zeros) }, () => "0"), ...after];
  const values = all.map((group) => (group === "" ? NaN : Number.parseInt(group, 16)));
  if (!values.every((value) => value <= 0xffff)) return undefined;
  const digits = values.map((value) => hex(value, 4)).join("");
  // An IPv4 address in IPv6 is one of IPv4 to Java.
  return digits.startsWith(`${"0".repeat(20)}FFFF`) ? digits.slice(24) : digits;
}

/** Digits from `low` to `high`, both included, of one length. */
export interface AddressRange {
  readonly low: string;
  readonly high: string;
}

/** The addresses of a network, which may be written with any of them; or what is wrong with it. */
export function networkRange(network: string): AddressRange | string {
  // Java's `split` drops empty parts at the end.
  const parts = network.replace(/\/+$/, "").split("/");
  const [address = "", length = ""] = parts;
  if (parts.length !== 2) return "Malformed CIDR, one '/' required";
  if (!/^[+-]?\d+$/.test(length)) return "Malformed CIDR, mask bits must be an integer";
  const bits = Number(length);
  if (bits < 0) return "Malformed CIDR, mask bits must not be negative";
  if (!looksLikeAddress(address)) return `Nonstandard IP address: ${address}`;
  const digits = addressDigits(address);
  if (digits === undefined) return `Invalid IP address: ${address}`;
  const all = digits.length * 4;
  if (bits >= all) return `${all === 32 ? "IPv4" : "IPv6"} mask bits must be < ${all}`;
  const free = (1n << BigInt(all - bits)) - 1n;
  const number = BigInt(`0x${digits}`);
  const digitsOf = (value: bigint) => value.toString(16).toUpperCase().padStart(digits.length, "0");
  return { low: digitsOf((number | free) ^ free), high: digitsOf(number | free) };
}

/**
 * Whether digits lie in a range of others, which may be fewer or more: they are compared one by one, and
 * what is decided before the end of either is not looked at again.
 */
export function inRange(digits: string, { low, high }: AddressRange): boolean {
  let onLow = true;
  let onHigh = true;
  for (const [index, digit] of [...digits].entries()) {
    const [least, most] = [low[index] ?? "", high[index] ?? ""];
    if (!/[0-9A-F]/.test(digit)) return false;
    if ((onLow && digit < least) || (onHigh && digit > most)) return false;
    onLow &&= digit === least;
    onHigh &&= digit === most;
    if ((!onLow && !onHigh) || index === low.length - 1) return true;
  }
  return false;
}
