import fc from "fast-check";

import { subnet } from "../../../../compiler/targets/logs-insights/subnet";
import { subnetContains } from "../../../support/logs-insights/evaluate";
import { net } from "./writing";

test.each([
  ["10.0.0.0/8", { family: 4, cidr: "10.0.0.0/8" }],
  ["10.1.2.3/8", { family: 4, cidr: "10.0.0.0/8" }],
  ["192.0.2.7/32", { family: 4, cidr: "192.0.2.7/32" }],
  ["0.0.0.0/0", { family: 4, cidr: "0.0.0.0/0" }],
  ["2001:DB8:0:0::1/32", { family: 6, cidr: "2001:db8::/32" }],
  ["::/0", { family: 6, cidr: "::/0" }],
  ["1:2:3:4:5:6:7:8/128", { family: 6, cidr: "1:2:3:4:5:6:7:8/128" }],
])("%s is a block; it is written with its network address", (cidr, block) => {
  expect(subnet(cidr)).toEqual(block);
});

test.each([
  "10.0.0.0",
  "10.0.0.0/33",
  "10.0.0/8",
  "2001:db8::/129",
  "fe80::1%eth0/64",
  "x/8",
  "10.0.0.0/-1",
  '10.0.0.0/8")',
  "",
])("%s is none", (cidr) => {
  expect(subnet(cidr)).toBeUndefined();
});

test("addresses of the family inside the block", () => {
  const four = subnetContains(net("10.0.0.0/9"));
  expect(["10.0.0.0", "10.127.255.255", "10.128.0.0", "9.255.255.255"].map(four)).toEqual([
    true,
    true,
    false,
    false,
  ]);
  const six = subnetContains(net("2001:db8::/33"));
  expect(["2001:db8::", "2001:db8:7fff::1", "2001:db8:8000::", "10.0.0.1"].map(six)).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(subnetContains(net("0.0.0.0/0"))("::1")).toBe(false);
});

test.each(["AWS Internal", "cloudtrail.amazonaws.com", "", "10.0.0.1/32", "10.1", "::1%lo"])(
  "%j is no address",
  (text) => {
    expect(subnetContains(net("0.0.0.0/0"))(text)).toBe(false);
    expect(subnetContains(net("::/0"))(text)).toBe(false);
  },
);

test("an address lies in its own block, and in none that differs in the last bit of the prefix", () => {
  const blocks = fc.oneof(
    fc.tuple(fc.ipV4(), fc.constantFrom(8, 31, 32)),
    fc.tuple(fc.ipV6(), fc.constantFrom(16, 127, 128)),
  );
  fc.assert(
    fc.property(blocks, ([address, prefix]) => {
      const block = net(`${address}/${prefix}`);
      expect(subnetContains(block)(address)).toBe(true);
      expect(subnet(block.cidr)).toEqual(block);
    }),
  );
});
