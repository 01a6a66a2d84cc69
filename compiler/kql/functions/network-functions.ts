import { ipv4InRange, ipv4Number, ipv6InRange } from "../values/address";
import { unsupported } from "../values/error";
import { arrayOf, dynamic, longOf, textOf, type Value } from "../values/value";
import type { ScalarFunction } from "./scalar-function";

/** RFC 1918, as the reference lists it. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** Functions of addresses; null of a text that is none (KQL reference, each by its name). */
export const NETWORK_FUNCTIONS = {
  ipv4_is_in_range: ([address = "", range = ""]) => ipv4InRange(textOf(address), textOf(range)),
  ipv6_is_in_range: ([address = "", range = ""]) => ipv6InRange(textOf(address), textOf(range)),
  ipv4_is_in_any_range: ([address = "", ...ranges]) =>
    inAny(textOf(address), texts(ranges), ipv4InRange),
  ipv6_is_in_any_range: ([address = "", ...ranges]) =>
    inAny(textOf(address), texts(ranges), ipv6InRange),
  ipv4_is_private: ([address = ""]) => inAny(textOf(address), PRIVATE, ipv4InRange),
  ipv4_is_match: ([one = "", other = "", prefix]) => {
    const order = compareIpv4(textOf(one), textOf(other), prefix);
    return order === null ? null : order === 0n;
  },
  ipv4_compare: ([one = "", other = "", prefix]) => compareIpv4(textOf(one), textOf(other), prefix),
  parse_ipv4: ([address = ""]) => ipv4Number(textOf(address), 32),
  parse_ipv4_mask: ([address = "", prefix = null]) =>
    ipv4Number(textOf(address), Number(longOf(prefix) ?? -1n)),
  ipv4_netmask_suffix: ([address = ""]) => {
    const text = textOf(address);
    if (ipv4Number(text, 32) === null) return null;
    return BigInt(text.split("/")[1] ?? 32);
  },
  format_ipv4: ([address = "", prefix = 32n]) => {
    const bits = longOf(prefix) ?? -1n;
    const number =
      typeof address === "string" ? ipv4Number(address, Number(bits)) : longOf(address);
    if (number === null || bits < 0n || bits > 32n || number < 0n || number >= 2n ** 32n) return "";
    const kept = (number >> (32n - bits)) << (32n - bits);
    return [24n, 16n, 8n, 0n].map((shift) => (kept >> shift) & 255n).join(".");
  },
  has_ipv4: ([source = "", wanted = ""]) => hasIpv4(textOf(source), texts([wanted])),
  has_any_ipv4: ([source = "", ...wanted]) => hasIpv4(textOf(source), texts(wanted)),
} as const satisfies Readonly<Record<string, ScalarFunction>>;

/** Texts, or the elements of arrays of them. */
function texts(values: readonly Value[]): readonly string[] {
  return values.flatMap(
    (value) => arrayOf(value)?.map((item) => textOf(dynamic(item))) ?? textOf(value),
  );
}

function inAny(
  address: string,
  ranges: readonly string[],
  test: (address: string, range: string) => boolean | null,
): boolean | null {
  const found = ranges.map((range) => test(address, range));
  if (found.includes(true)) return true;
  if (new Set(found).size > 1) {
    throw unsupported("a list with a range that is none");
  }
  return found[0] ?? null;
}

function compareIpv4(one: string, other: string, prefix: Value = 32n): bigint | null {
  const bits = longOf(prefix);
  if (bits === null) return null;
  const length = Math.min(
    ...[one, other].map((text) => Number(text.split("/")[1] ?? 32)),
    Number(bits),
  );
  const [a, b] = [ipv4Number(one, length), ipv4Number(other, length)];
  if (a === null || b === null) return null;
  return a < b ? -1n : a > b ? 1n : 0n;
}

/** The address as a whole: nothing alphanumeric, and no part of another address, beside it. */
function hasIpv4(source: string, wanted: readonly string[]): boolean {
  const found = source.match(/(?<![\p{L}\p{N}.])\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}])/gu) ?? [];
  return found.some((address) => ipv4Number(address, 32) !== null && wanted.includes(address));
}
