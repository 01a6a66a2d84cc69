import { isIP } from "node:net";

import type { Message } from "../core/diagnostic";
import { sigmaMessages } from "./messages";

/** An IPv4 or IPv6 network in CIDR notation, as the IR has it. */
export interface Network {
  readonly family: 4 | 6;
  readonly network: string;
}

/** Reads `10.0.0.0/8`, `2001:db8::/32`; an address alone is a network of one. */
export function parseNetwork(written: string): Network | Message {
  const [address = "", prefix, ...more] = written.split("/");
  const bytes = address.includes("%") ? undefined : bytesOf(address);
  if (bytes === undefined || more.length > 0) return sigmaMessages.networkForm(written);
  const bits = bytes.length * 8;
  const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
  if (length < 0 || length > bits) return sigmaMessages.networkPrefix(written, bits);
  const network = `${addressText(bytes.map((byte, at) => byte & mask(length - at * 8)))}/${length}`;
  if (network !== `${addressText(bytes)}/${length}`) {
    return sigmaMessages.networkHostBits(written, network);
  }
  return { family: bits === 32 ? 4 : 6, network };
}

/** The byte with its first `ones` bits set; of none or all where there are fewer or more. */
function mask(ones: number): number {
  return 0xff & ~(0xff >> Math.min(8, Math.max(0, ones)));
}

function bytesOf(address: string): readonly number[] | undefined {
  const family = isIP(address);
  if (family === 0) return undefined;
  if (family === 4) return address.split(".").map(Number);
  const [head = "", tail] = canonicalIPv6(address).split("::");
  const groups = (part: string | undefined) => (part ? part.split(":") : []);
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

function addressText(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = bytes.flatMap((byte, at) =>
    at % 2 === 0 ? [((byte << 8) | bytes[at + 1]!).toString(16)] : [],
  );
  return canonicalIPv6(groups.join(":"));
}

/** The one spelling of RFC 5952, without a dotted tail: that of the URL standard. */
function canonicalIPv6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}
