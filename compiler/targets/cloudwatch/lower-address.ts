import type { CidrPredicate } from "../../ir/expression";
import type { Field } from "../../log-sources/field";
import { digitPrefixes } from "../digits";
import { dropped } from "../lower";
import { ANY, literal, textValue, type Value } from "./ast";
import type { LoweredValues } from "./lower-value";
import { assumptions } from "./assumptions";
import { reasons } from "./reasons";

/** Values of one octet that are written out in place of a regex. */
const ENUMERATED = 16;

const OCTET = "[0-9]{1,3}";

/**
 * A network as values that its addresses equal: the language has no operator for addresses. Where the
 * field holds an address or a DNS name, and nothing else, the beginning of an address tells it.
 */
export function lowerCidr(test: CidrPredicate, field: Field): LoweredValues {
  const [address = "", length] = test.network.split("/");
  const prefix = Number(length);
  switch (test.family) {
    case 4:
      return lowerIPv4(field, address.split(".").map(Number), prefix);
    case 6:
      return lowerIPv6(test, field, address, prefix);
  }
}

function lowerIPv4(field: Field, octets: readonly number[], prefix: number): LoweredValues {
  const whole = Math.floor(prefix / 8);
  const start = octets
    .slice(0, whole)
    .map((octet) => `${octet}.`)
    .join("");
  const first = octets[whole];
  if (first === undefined) return exactly(octets.join("."));
  const last = first + 2 ** (8 - (prefix % 8)) - 1;
  const count = last - first + 1;
  const known = field.holds === "address";
  if (count <= ENUMERATED && (known || whole === 3)) {
    const each = Array.from({ length: count }, (_, index) => `${start}${first + index}`);
    return values(
      each.map((text) => (whole === 3 ? text_(text) : textValue([literal(`${text}.`), ANY]))),
    );
  }
  if (count === 256 && known && whole > 0) return values([textValue([literal(start), ANY])]);
  const rest = Array.from({ length: 3 - whole }, () => `\\.${OCTET}`).join("");
  const sources = numbersOf(first, last).map(
    (number) => `^${start.replaceAll(".", "\\.")}${number}${rest}$`,
  );
  return values(
    sources.map((source) => ({ kind: "regex", source })),
    known ? [] : [assumptions.dottedAddress(field.path)],
  );
}

/** Regexes that together find the numbers from `first` to `last`, at most three digits long. */
function numbersOf(first: number, last: number): readonly string[] {
  if (first === 0 && last === 255) return [OCTET];
  return [1, 2, 3].flatMap((width) => {
    const low = Math.max(first, width === 1 ? 0 : 10 ** (width - 1));
    const high = Math.min(last, 10 ** width - 1);
    const lastDigits = new Map<string, string>();
    for (const prefix of digitPrefixes(low, high, width)) {
      if (prefix === "") lastDigits.set("", "0123456789");
      else {
        const stem = prefix.slice(0, -1);
        lastDigits.set(stem, (lastDigits.get(stem) ?? "") + prefix.slice(-1));
      }
    }
    return [...lastDigits].map(([stem, digits]) => {
      const free = width - stem.length - 1;
      return `${stem}[${digits}]${"[0-9]".repeat(free)}`;
    });
  });
}

/** Canonical text begins with the network's groups only if none of them is a zero that may be left out. */
function lowerIPv6(
  test: CidrPredicate,
  field: Field,
  address: string,
  prefix: number,
): LoweredValues {
  const assumes = [assumptions.canonicalAddress(field.path)];
  if (field.holds !== "address") return dropped(reasons.notAnAddress(test));
  if (prefix === 128) return values([address, ...mixedSpelling(address)].map(text_), assumes);
  const groups =
    address
      .split("::")[0]
      ?.split(":")
      .filter((group) => group !== "") ?? [];
  const whole = Math.floor(prefix / 16);
  const fixed = groups.slice(0, whole);
  if (fixed.length < whole || fixed.includes("0")) return dropped(reasons.zeroGroups(test));
  if (prefix % 16 === 0 && whole > 0) {
    return values([textValue([literal(`${fixed.join(":")}:`), ANY])], assumes);
  }
  const partial = (groups[whole] ?? "0").padStart(4, "0");
  // A group that may begin with zeros is written shorter; the last group has no colon behind it.
  if (partial.startsWith("0") || whole === 7) return dropped(reasons.zeroGroups(test));
  const nibbles = Math.floor((prefix % 16) / 4);
  const low = Number.parseInt(partial[nibbles] ?? "0", 16);
  const high = low + 2 ** (4 - (prefix % 4)) - 1;
  const digits = "0123456789abcdef".slice(low, high + 1);
  const free = "[0-9a-f]".repeat(3 - nibbles);
  const start = fixed.map((group) => `${group}\\x3A`).join("");
  const source = `^${start}${partial.slice(0, nibbles)}[${digits}]${free}\\x3A`;
  return values([{ kind: "regex", source }], assumes);
}

/** RFC 5952 recommends a dotted tail for an IPv4 address in IPv6, but does not demand it. */
function mixedSpelling(address: string): readonly string[] {
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(address) ?? [];
  if (high === undefined || low === undefined) return [];
  const octets = [high, low].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
  return [`::ffff:${octets.join(".")}`];
}

function exactly(text: string): LoweredValues {
  return values([text_(text)]);
}

function text_(text: string): Value {
  return textValue([literal(text)]);
}

function values(lowered: readonly Value[], assumes: readonly string[] = []): LoweredValues {
  return { kind: "values", values: lowered, assumes };
}
