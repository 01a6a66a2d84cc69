import fc from "fast-check";

import { networkContains } from "../../../compiler/reference/network";

describe("IPv4", () => {
  test.each([
    ["10.0.0.0/8", "10.0.0.0", true],
    ["10.0.0.0/8", "10.255.255.255", true],
    ["10.0.0.0/8", "11.0.0.0", false],
    ["172.16.0.0/12", "172.31.255.255", true],
    ["172.16.0.0/12", "172.32.0.0", false],
    ["192.0.2.1/32", "192.0.2.1", true],
    ["192.0.2.1/32", "192.0.2.2", false],
    ["0.0.0.0/0", "203.0.113.9", true],
  ])("%s and %s", (network, address, inside) => {
    expect(networkContains(network)(address)).toBe(inside);
  });

  test("agrees with the bits of the address", () => {
    // Small differences in few bits, so that both answers come up.
    const byte = fc.constantFrom(0, 1, 10, 127, 128, 255);
    const bytes = fc.tuple(byte, byte, byte, byte);
    fc.assert(
      fc.property(bytes, bytes, fc.integer({ min: 0, max: 32 }), (host, other, prefix) => {
        const bits = (each: readonly number[]) =>
          each.map((value) => value.toString(2).padStart(8, "0")).join("");
        const start = bits(host).slice(0, prefix);
        const first = Array.from({ length: 4 }, (_, index) =>
          Number.parseInt(start.padEnd(32, "0").slice(index * 8, index * 8 + 8), 2),
        );
        const contains = networkContains(`${first.join(".")}/${prefix}`);
        expect(contains(other.join("."))).toBe(bits(other).startsWith(start));
        expect(contains(host.join("."))).toBe(true);
      }),
    );
  });
});

describe("IPv6", () => {
  test.each([
    ["2001:db8::/32", "2001:db8::1", true],
    ["2001:db8::/32", "2001:DB8:ffff::", true],
    ["2001:db8::/32", "2001:db9::1", false],
    ["2001:db8::/33", "2001:db8:8000::", false],
    ["::1/128", "0:0:0:0:0:0:0:1", true],
    ["fe80::/10", "febf::1", true],
    ["fe80::/10", "fec0::1", false],
    ["::/0", "2001:db8::1", true],
  ])("%s and %s", (network, address, inside) => {
    expect(networkContains(network)(address)).toBe(inside);
  });
});

test.each([
  ["0.0.0.0/0", "::ffff:10.0.0.1"],
  ["0.0.0.0/0", "::1"],
  ["::/0", "10.0.0.1"],
])("a network of one family, %s, holds no address of the other: %s", (network, address) => {
  expect(networkContains(network)(address)).toBe(false);
});

test.each([
  "",
  "AWS Internal",
  "cloudtrail.amazonaws.com",
  "10.0.0",
  "10.0.0.1/32",
  "10.0.0.01",
  "010.0.0.1",
  "10.0.0.256",
  " 10.0.0.1",
  "10.0.0.1\n",
  "0x0a000001",
  "167772161",
  "fe80::1%eth0",
  "[::1]",
  "12345::",
])("what is no address is in no network: %j", (text) => {
  expect(networkContains("0.0.0.0/0")(text)).toBe(false);
  expect(networkContains("::/0")(text)).toBe(false);
});
