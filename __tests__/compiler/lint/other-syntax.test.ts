import { findings, lintsOf, lintsOfKnown } from "./linting";

const item = (written: string) => lintsOf(`s: {${written}}`);

describe("a network in a text", () => {
  test("is flagged at a field that holds addresses", () => {
    expect(item("sourceIPAddress: [10.0.0.0/8, 192.0.2.1]")).toEqual(["DET443 10.0.0.0/8"]);
    expect(item("sourceIPAddress|contains: '2001:db8::/32'")).toEqual(["DET443 '2001:db8::/32'"]);
    const [finding] = findings("detection: {s: {sourceIPAddress: 10.0.0.0/8}, condition: s}");
    expect(finding?.found.fix).toBe("write `sourceIPAddress|cidr`");
  });

  test("is fine under `cidr`, and where networks stand as text", () => {
    expect(item("sourceIPAddress|cidr: 10.0.0.0/8")).toEqual([]);
    expect(lintsOfKnown("s: {requestParameters.cidrIp: 0.0.0.0/0}")).toEqual([]);
    expect(item("sourceIPAddress: 192.0.2.1")).toEqual([]);
  });
});
