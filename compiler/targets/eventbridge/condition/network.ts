import type { CidrPredicate } from "../../../ir/expression";
import { digitPrefixes } from "../../digits";
import { call, regex, type Jsonata } from "../jsonata/ast";
import { asSource, END } from "../jsonata/escape";

/** Whether a text is an address of a network of IPv4, written as addresses are: no zero before others. */
export function inNetwork4(value: Jsonata, { network }: CidrPredicate): Jsonata {
  const [address = "", length] = network.split("/");
  const sources = address.split(".").map((octet, at) => {
    const free = Math.min(8, Math.max(0, 8 * (at + 1) - Number(length)));
    return octets(Number(octet), Number(octet) + 2 ** free - 1);
  });
  return call("contains", value, regex(asSource(`^${sources.join("\\x2e")}${END}`)));
}

function octets(first: number, last: number): string {
  if (first === last) return String(first);
  if (first === 0 && last === 255) return "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  const sources = [1, 2, 3].flatMap((width) => {
    const low = Math.max(first, width === 1 ? 0 : 10 ** (width - 1));
    const high = Math.min(last, 10 ** width - 1);
    return digitPrefixes(low, high, width).map(
      (prefix) => prefix + "[0-9]".repeat(width - prefix.length),
    );
  });
  return `(?:${sources.join("|")})`;
}

/** Whether the 32 hexadecimal digits of an address of IPv6 are those of a network. */
export function inNetwork6(digits: Jsonata, { network }: CidrPredicate): Jsonata {
  const [address = "", length] = network.split("/");
  const all = hexDigits(address);
  const whole = Math.floor(Number(length) / 4);
  const bits = Number(length) % 4;
  const low = Number.parseInt(all[whole] ?? "0", 16);
  const partial = bits === 0 ? "" : `[${"0123456789abcdef".slice(low, low + 2 ** (4 - bits))}]`;
  return call("contains", digits, regex(asSource(`^${all.slice(0, whole)}${partial}`)));
}

/** The 32 digits of an address that a checked rule has. */
function hexDigits(address: string): string {
  const [before = "", after] = address.toLowerCase().split("::");
  const groups = (part: string) =>
    part
      .split(":")
      .flatMap((group) => (group === "" ? [] : [group.padStart(4, "0")]))
      .join("");
  const [start, end] = [groups(before), groups(after ?? "")];
  return start + "0".repeat(32 - start.length - end.length) + end;
}
