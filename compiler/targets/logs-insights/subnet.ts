import { isIPv4, isIPv6 } from "node:net";

import type { Cidr, Subnet } from "./ast";

interface Address {
  readonly family: 4 | 6;
  readonly bits: bigint;
}

const WIDTH = { 4: 32, 6: 128 } as const;

/**
 * The subnet of a CIDR block such as `10.0.0.0/8`, with the bits after the prefix cleared (what the
 * service does with an address inside the block is not stated); `undefined` for anything else.
 */
export function subnet(cidr: string): Subnet | undefined {
  const block = parseBlock(cidr);
  if (block === undefined) return undefined;
  const { family, prefix } = block;
  const free = BigInt(WIDTH[family] - prefix);
  const network = `${addressText({ family, bits: (block.bits >> free) << free })}/${prefix}`;
  return isCidr(network) ? { family, cidr: network } : undefined;
}

function isCidr(text: string): text is Cidr {
  return parseBlock(text) !== undefined;
}

function parseBlock(cidr: string): (Address & { readonly prefix: number }) | undefined {
  const [, host, length] = /^([^/]+)\/(\d{1,3})$/.exec(cidr) ?? [];
  const address = host === undefined ? undefined : parseAddress(host);
  const prefix = Number(length);
  return address !== undefined && prefix <= WIDTH[address.family]
    ? { ...address, prefix }
    : undefined;
}

function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) return { family: 4, bits: fromDigits(text.split("."), 10, 8n) };
  if (!isIPv6(text) || text.includes("%")) return undefined;
  const [head = "", tail] = compressed(text).split("::");
  const before = head.split(":").filter((group) => group !== "");
  const after = (tail ?? "").split(":").filter((group) => group !== "");
  const zeros = new Array<string>(8 - before.length - after.length).fill("0");
  return { family: 6, bits: fromDigits([...before, ...zeros, ...after], 16, 16n) };
}

function addressText({ family, bits }: Address): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 0xffn).join(".");
  const shifts = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n];
  return compressed(shifts.map((shift) => ((bits >> shift) & 0xffffn).toString(16)).join(":"));
}

/** The canonical text of an IPv6 address: groups of hexadecimal digits, the longest zeros as `::`. */
function compressed(address: string): string {
  return new URL(`http://[${address}]/`).hostname.slice(1, -1);
}

function fromDigits(digits: readonly string[], radix: number, width: bigint): bigint {
  return digits.reduce(
    (bits, digit) => (bits << width) | BigInt(Number.parseInt(digit, radix)),
    0n,
  );
}
