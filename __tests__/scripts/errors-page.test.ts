import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lintMessages } from "../../compiler/lint/messages";
import { messages } from "../../compiler/messages";
import { sigmaMessages } from "../../compiler/sigma/messages";
import { ERROR_EXAMPLES } from "../../scripts/error-examples";
import { errorsPage, exampleOf } from "../../scripts/errors-page";

/** The codes that a message's function names. */
const codesOf = (table: object) => [
  ...new Set(Object.values(table).flatMap((message) => String(message).match(/DET\d{3}/g) ?? [])),
];

describe("the list of errors", () => {
  test("is the one that the code gives (scripts/write-docs.ts)", () => {
    const page = readFileSync(join(__dirname, "../../docs/errors.md"), "utf8");
    expect(page).toBe(errorsPage());
  });

  test("has every code once, in order, and no other", () => {
    const documented = Object.keys(ERROR_EXAMPLES);
    expect(documented).toEqual([...documented].sort());
    expect(codesOf(messages).sort()).toEqual(documented);
  });

  const provoked = Object.entries(ERROR_EXAMPLES).filter(([, { rule }]) => rule !== undefined);

  test.each(provoked)("%s: its example gives it", (code, { rule = "" }) => {
    expect(exampleOf(code, rule)?.code).toBe(code);
  });

  test("shows most codes by example", () => {
    const share = provoked.length / Object.keys(ERROR_EXAMPLES).length;
    expect(share).toBeGreaterThan(0.7);
  });
});

describe("message tables", () => {
  test("keep to their own hundred, and hide none of each other's messages", () => {
    expect(codesOf(sigmaMessages).filter((code) => !code.startsWith("DET2"))).toEqual([]);
    expect(codesOf(lintMessages).filter((code) => !code.startsWith("DET4"))).toEqual([]);
    expect(messages).toMatchObject({ ...sigmaMessages, ...lintMessages });
    const shared = Object.keys(sigmaMessages).filter((name) => name in lintMessages);
    expect(shared).toEqual([]);
  });
});
