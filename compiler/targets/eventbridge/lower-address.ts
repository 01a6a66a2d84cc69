import type { CidrPredicate } from "../../ir/expression";
import type { Field } from "../../log-sources/field";
import { assumptions } from "./assumptions";
import type { Test } from "./ast";
import { ABSENT, none, type LoweredTests } from "./lower-text";

/** Beginnings that are written out in place of a network. */
const MOST_BEGINNINGS = 64;

/**
 * A network as the beginnings of its addresses, since `cidr` takes some addresses of IPv6 for those of
 * IPv4 (reference 2.9); only of a field that holds an address, or a name that does not begin like one.
 */
export function lowerCidr(test: CidrPredicate, field: Field, negated: boolean): LoweredTests {
  if (field.holds !== "address") return none("the field is not known to hold addresses alone");
  const [address = "", length = ""] = test.network.split("/");
  return test.family === 4
    ? lowerIPv4(field, address.split(".").map(Number), Number(length), negated)
    : lowerIPv6(test.network, address, Number(length), field, negated);
}

function lowerIPv4(
  field: Field,
  octets: readonly number[],
  prefix: number,
  negated: boolean,
): LoweredTests {
  const assumes = [assumptions.addresses(field.path)];
  const whole = Math.floor(prefix / 8);
  const start = octets
    .slice(0, whole)
    .map((octet) => `${octet}.`)
    .join("");
  const first = octets[whole];
  if (first === undefined || whole === 3) {
    const addresses = first === undefined ? [octets.join(".")] : lastOctets(start, first, prefix);
    if (addresses.length > MOST_BEGINNINGS) {
      return lowered("prefix", [start], negated, assumes, addresses.length === 256);
    }
    return lowered("equalsIgnoreCase", addresses, negated, assumes);
  }
  const count = 2 ** (8 - (prefix % 8));
  if (count === 256) {
    return start === ""
      ? none("every address of IPv4 would have to be named")
      : lowered("prefix", [start], negated, assumes);
  }
  if (count > MOST_BEGINNINGS) return none(TOO_MANY);
  const starts = Array.from({ length: count }, (_, index) => `${start}${first + index}.`);
  return lowered("prefix", starts, negated, assumes);
}

const TOO_MANY = "the beginnings of its addresses are too many";

function lastOctets(start: string, first: number, prefix: number): readonly string[] {
  return Array.from({ length: 2 ** (32 - prefix) }, (_, index) => `${start}${first + index}`);
}

function lowered(
  kind: "prefix" | "equalsIgnoreCase",
  texts: readonly string[],
  negated: boolean,
  assumes: readonly string[],
  isWhole = true,
): LoweredTests {
  if (!isWhole) return none(TOO_MANY);
  if (negated) {
    return {
      kind: "tests",
      tests: [{ kind: "anythingBut", of: kind, values: texts }, ABSENT],
      assumes,
    };
  }
  const each = texts.map((text): Test =>
    kind === "prefix" ? { kind, text, anyCase: false } : { kind, text },
  );
  return { kind: "tests", tests: each, assumes };
}

/** Shorter ones match addresses of IPv4 as well. */
const LEAST_V6 = 32;

function lowerIPv6(
  network: string,
  address: string,
  prefix: number,
  field: Field,
  negated: boolean,
): LoweredTests {
  if (negated) return none("no list holds for all addresses but those of a network of IPv6");
  // Only addresses that are given out, 2000::/3, are no others in disguise.
  if (prefix < LEAST_V6 || prefix > 127 || !/^[23][0-9a-f]{3}:/.test(address)) {
    return none("`cidr` would take other addresses for those of the network");
  }
  return {
    kind: "tests",
    tests: [{ kind: "cidr", network }],
    assumes: [assumptions.addresses(field.path)],
  };
}
