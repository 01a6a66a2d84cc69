import fc from "fast-check";

import type { CidrPredicate } from "../../../../compiler/ir/expression";
import { networkContains } from "../../../../compiler/reference/network";
import { anyOf, type Pattern } from "../../../../compiler/targets/cloudwatch/ast";
import { patternMatcher } from "../../../../compiler/targets/cloudwatch/evaluate";
import { lowerCidr } from "../../../../compiler/targets/cloudwatch/lower-address";
import { printPattern } from "../../../../compiler/targets/cloudwatch/print";
import { ORIGIN } from "../../../support/predicates";
import { MODEL } from "./detections";
import { read, textOf } from "./read";

/** Holds an address or a name; anything at all. */
const ADDRESS = MODEL.field("sourceIPAddress");
const FREE = MODEL.field("userAgent");

function cidr(network: string): CidrPredicate {
  const family = network.includes(":") ? 6 : 4;
  return { kind: "cidr", field: "f", family, network, origin: ORIGIN };
}

/** Each value as it is printed and read back; undefined where the test is dropped. */
function lowered(network: string, field = ADDRESS): readonly Pattern[] | undefined {
  const result = lowerCidr(cidr(network), field);
  if (result.kind === "dropped") return undefined;
  const selector = { steps: [{ kind: "key", name: "f" }] } as const;
  return result.values.map((value) =>
    read(textOf(printPattern({ kind: "compare", selector, operator: "=", value }))),
  );
}

function printed(network: string, field = ADDRESS): readonly string[] | undefined {
  return lowered(network, field)?.map((each) => textOf(printPattern(each)).slice(8, -2));
}

function dotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

/** As RFC 5952 writes it, which is what a URL's host is. */
function canonical(value: bigint): string {
  const hex = value.toString(16).padStart(32, "0");
  const groups = hex.match(/.{4}/g) ?? [];
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}

describe("a network costs no more than it must", () => {
  test.each([
    ["10.0.0.0/8", ['"10.*"']],
    ["192.0.2.0/24", ['"192.0.2.*"']],
    ["192.0.2.7/32", ['"192.0.2.7"']],
    ["192.0.2.8/30", ['"192.0.2.8"', '"192.0.2.9"', '"192.0.2.10"', '"192.0.2.11"']],
    ["10.4.0.0/15", ['"10.4.*"', '"10.5.*"']],
    ["2001:db8::/32", ['"2001:db8:*"']],
    ["2001:db8::1/128", ['"2001:db8::1"']],
    // RFC 5952 allows both spellings.
    ["::ffff:a00:1ff/128", ['"::ffff:a00:1ff"', '"::ffff:10.0.1.255"']],
    ["2001:db8:1200::/40", ["%^2001\\x3Adb8\\x3A12[0123456789abcdef][0-9a-f]\\x3A%"]],
    ["fe80::/10", ["%^fe[89ab][0-9a-f]\\x3A%"]],
  ])("%s", (network, values) => {
    expect(printed(network)).toEqual(values);
  });

  test("sixteen values are written out", () => {
    expect(printed("192.0.2.16/28")).toEqual(
      Array.from({ length: 16 }, (_, index) => `"192.0.2.${16 + index}"`),
    );
    expect(printed("172.16.0.0/12")).toEqual(
      Array.from({ length: 16 }, (_, index) => `"172.${16 + index}.*"`),
    );
  });

  test("more are regexes, one for each beginning", () => {
    expect(printed("192.0.2.128/27")).toEqual([
      "%^192\\.0\\.2\\.12[89]$%",
      "%^192\\.0\\.2\\.1[345][0-9]$%",
    ]);
    expect(printed("0.0.0.0/0")).toEqual(["%^[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}$%"]);
  });

  test("where any text may stand, only a whole address or a regex of one tells", () => {
    expect(printed("10.0.0.0/8", FREE)).toEqual(["%^10\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}$%"]);
    expect(printed("10.4.0.0/15", FREE)).toEqual(["%^10\\.[45]\\.[0-9]{1,3}\\.[0-9]{1,3}$%"]);
    expect(printed("192.0.2.8/31", FREE)).toEqual(['"192.0.2.8"', '"192.0.2.9"']);
  });
});

describe("what an address rests on is listed", () => {
  const assumes = (network: string, field = ADDRESS) => {
    const result = lowerCidr(cidr(network), field);
    return result.kind === "values" ? result.assumes : undefined;
  };

  test("nothing, where the text of an IPv4 address cannot be another thing", () => {
    for (const network of ["10.0.0.0/8", "10.0.0.0/9", "192.0.2.8/30", "192.0.2.7/32"]) {
      expect([network, assumes(network)]).toEqual([network, []]);
    }
    expect(assumes("192.0.2.7/32", FREE)).toEqual([]);
  });

  test("digits in four parts, where a regex over any text takes them for an address", () => {
    expect(assumes("10.0.0.0/8", FREE)).toEqual([expect.stringContaining("userAgent")]);
  });

  test("the one spelling of an IPv6 address", () => {
    for (const network of ["2001:db8::/32", "2001:db8:1200::/40", "2001:db8::1/128"]) {
      expect([network, assumes(network)]).toEqual([network, [expect.stringContaining("RFC 5952")]]);
    }
  });
});

describe("a network whose addresses do not begin alike is dropped", () => {
  const codeOf = (network: string, field = ADDRESS) => {
    const result = lowerCidr(cidr(network), field);
    return result.kind === "dropped" ? result.reason.code : undefined;
  };

  test.each(["::/0", "2001:db8:0:1::/64", "2001:d00::/20", "2001:db8::/48", "1:2:3:4:5:6:7:8/127"])(
    "%s",
    (network) => {
      expect(codeOf(network)).toBe("DET518");
    },
  );

  test("and so is every IPv6 network where any text may stand", () => {
    expect(codeOf("2001:db8::1/128", FREE)).toBe("DET517");
    expect(codeOf("2001:db8::/32", FREE)).toBe("DET517");
  });
});

describe("the values find what is in the network, to the last address on either side", () => {
  const finds = (patterns: readonly Pattern[]) => {
    const matches = patternMatcher(anyOf(patterns));
    return (text: string) => matches({ f: text });
  };

  test("of IPv4", () => {
    let inside = 0;
    fc.assert(
      fc.property(
        fc.nat({ max: 2 ** 32 - 1 }),
        fc.nat({ max: 32 }),
        fc.boolean(),
        fc.nat({ max: 2 ** 32 - 1 }),
        (any, prefix, known, other) => {
          const size = 2 ** (32 - prefix);
          const first = Math.floor(any / size) * size;
          const network = `${dotted(first)}/${prefix}`;
          const patterns = lowered(network, known ? ADDRESS : FREE);
          const found = finds(patterns ?? []);
          const wanted = networkContains(network);
          const near = [first - 1, first, any, first + size - 1, first + size, other];
          for (const value of near.filter((each) => each >= 0 && each < 2 ** 32)) {
            const text = dotted(value);
            if (wanted(text)) inside += 1;
            expect([network, text, found(text)]).toEqual([network, text, wanted(text)]);
          }
          for (const text of ["s3.amazonaws.com", "", ...(known ? [] : [`${dotted(any)} x`])]) {
            expect([network, text, found(text)]).toEqual([network, text, false]);
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(inside).toBeGreaterThan(400);
  });

  test("of IPv6, where it has a form", () => {
    const most = 2n ** 128n - 1n;
    const group = fc.constantFrom(0n, 1n, 0x10n, 0xdb8n, 0x1200n, 0x2001n, 0xfe80n, 0xffffn);
    const address = fc
      .array(group, { minLength: 8, maxLength: 8 })
      .map((groups) => groups.reduce<bigint>((bits, each) => (bits << 16n) | each, 0n));
    const seen = { inside: 0, dropped: 0 };
    fc.assert(
      fc.property(address, fc.nat({ max: 128 }), address, (any, prefix, other) => {
        const free = BigInt(128 - prefix);
        const first = (any >> free) << free;
        const last = first | ((1n << free) - 1n);
        const network = `${canonical(first)}/${prefix}`;
        const patterns = lowered(network);
        if (patterns === undefined) {
          seen.dropped += 1;
          return;
        }
        const found = finds(patterns);
        const wanted = networkContains(network);
        for (const value of [first - 1n, first, any, last, last + 1n, other]) {
          if (value < 0n || value > most) continue;
          const text = canonical(value);
          if (wanted(text)) seen.inside += 1;
          expect([network, text, found(text)]).toEqual([network, text, wanted(text)]);
        }
        for (const text of ["s3.amazonaws.com", "10.0.0.1", ""]) {
          expect([network, text, found(text)]).toEqual([network, text, false]);
        }
      }),
      { numRuns: 1000 },
    );
    expect(seen.inside).toBeGreaterThan(300);
    expect(seen.dropped).toBeGreaterThan(100);
  });
});
