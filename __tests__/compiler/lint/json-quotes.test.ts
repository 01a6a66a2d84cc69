import fc from "fast-check";

import { findings, lintsOf } from "./linting";

const found = (item: string) =>
  lintsOf(`s: {${item}}`).filter((finding) => finding.startsWith("DET445"));

describe("a text with quotes, looked for in the JSON text of a container", () => {
  test.each([
    `'"Effect": "Allow"'`,
    `'Effect": "Allow'`,
    `'the "real" one'`,
    `'{"a": 1}'`,
    `'"policyDocument":"{"Version'`,
    `'"Effect":"Allow" *'`,
  ])("is flagged where no JSON holds it: %s", (value) => {
    expect(found(`requestParameters|contains: ${value}`)).toEqual([`DET445 ${value}`]);
  });

  test.each([
    // Of an object: S3 writes a bucket's policy as one.
    `'"Effect":"Allow","Principal":"\\*"'`,
    // Of a JSON text inside it, wherever the value begins.
    `'\\"Effect\\": \\"Allow\\"'`,
    `'"Effect\\":\\"Allow\\"'`,
    `'"Action":"*"'`,
    `'":[{"'`,
    `'true,"a":-1.5e3}],"b'`,
    `'a" '`,
    `'"'`,
    `no quotes at all`,
  ])("is left alone where some JSON may: %s", (value) => {
    const expected = value === `'a" '` ? [`DET445 ${value}`] : [];
    expect(found(`requestParameters|contains: ${value}`)).toEqual(expected);
  });

  test("of a single value is found as it is", () => {
    expect(found(`requestParameters.policyDocument|contains: '"Effect": "Allow"'`)).toEqual([]);
    expect(found(`userAgent: 'the "real" one'`)).toEqual([]);
  });

  test("is told how an inner text has it", () => {
    const detection = `detection: {s: {requestParameters|contains: '"Effect": "Allow"'}, condition: s}`;
    const { found } = findings(detection).find(({ code }) => code === "DET445")!;
    expect(found.fix).toContain(String.raw`write \`\"Effect\": \"Allow\"\``.replaceAll("\\`", "`"));
  });

  test("is never flagged where it was cut out of some JSON", () => {
    const cut = fc
      .tuple(fc.json(), fc.nat(), fc.nat())
      .map(([json, from, to]) => json.slice(from % json.length).slice(0, 1 + (to % 20)))
      .filter((text) => text.includes('"'));
    fc.assert(
      fc.property(cut, (text) => {
        const value = JSON.stringify(text.replace(/[\\*?]/g, (sign) => `\\${sign}`));
        expect(found(`requestParameters|contains: ${value}`)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
