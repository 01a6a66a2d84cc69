import { isIPv4, isIPv6 } from "node:net";

interface Address {
  readonly bits: bigint;
  readonly width: 32 | 128;
}

const IPV4_IN_IPV6 = 0xffffn << 32n;

function fold(groups: readonly string[], radix: 10 | 16, size: bigint): bigint {
  return groups.reduce((bits, group) => (bits << size) | BigInt(Number.parseInt(group, radix)), 0n);
}

function ipv4(text: string): Address | undefined {
  if (!isIPv4(text)) return undefined;
  return { bits: fold(text.split("."), 10, 8n), width: 32 };
}

function ipv6(text: string): Address | undefined {
  if (!isIPv6(text) || text.includes("%")) return undefined;
  // A dotted tail is the last two groups.
  const tail = /[^:]*\.[^:]*$/.exec(text)?.[0];
  const last = tail === undefined ? undefined : ipv4(tail);
  const plain =
    tail === undefined || last === undefined
      ? text
      : `${text.slice(0, -tail.length)}${(last.bits >> 16n).toString(16)}:${(last.bits & 0xffffn).toString(16)}`;
  const [head = "", rest] = plain.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = rest === undefined || rest === "" ? [] : rest.split(":");
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return { bits: fold([...before, ...zeros, ...after], 16, 16n), width: 128 };
}

function ipv6OrMapped(text: string): Address | undefined {
  const short = ipv4(text);
  return short === undefined ? ipv6(text) : { bits: IPV4_IN_IPV6 | short.bits, width: 128 };
}

function inRange(
  text: string,
  range: string,
  read: (text: string) => Address | undefined,
): boolean | null {
  const [base = "", prefix, ...more] = range.split("/");
  const address = read(text);
  const network = read(base);
  if (address === undefined || network === undefined || more.length > 0) return null;
  // The prefix counts bits of the base as it is written, which may be an IPv4 one.
  const written = isIPv4(base) ? 32 : network.width;
  const length = prefix === undefined ? written : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
  if (length < 0 || length > written) return null;
  const ignored = BigInt(written - length);
  return address.bits >> ignored === network.bits >> ignored;
}

/**
 * `ipv4_is_in_range`: null where either is not an IPv4 address, the second with or without a prefix
 * (KQL reference). A service name such as `cloudformation.amazonaws.com` is not an address.
 */
export function ipv4InRange(address: string, range: string): boolean | null {
  return inRange(address, range, ipv4);
}

/** The bits that `prefix` keeps of an IPv4 address, which may bear a prefix of its own; null of no address. */
export function ipv4Number(text: string, prefix: number): bigint | null {
  const [base = "", written, ...more] = text.split("/");
  const address = ipv4(base);
  if (address === undefined || more.length > 0) return null;
  if (written !== undefined && !/^\d{1,2}$/.test(written)) return null;
  const own = written === undefined ? 32 : Number(written);
  if (own > 32 || !Number.isInteger(prefix) || prefix < 0 || prefix > 32) return null;
  const ignored = BigInt(32 - Math.min(own, prefix));
  return (address.bits >> ignored) << ignored;
}

/** `ipv6_is_in_range`: likewise; an IPv4 address counts as its IPv6 mapping (KQL reference). */
export function ipv6InRange(address: string, range: string): boolean | null {
  return inRange(address, range, ipv6OrMapped);
}
