import { readFileSync } from "node:fs";
import { join } from "node:path";

import { MODIFIERS } from "../../compiler/sigma/modifiers";
import { supportMatrix } from "../../scripts/support-matrix";

/** Without what the formatter adds: blanks in cells, dashes under them. */
const plain = (page: string) =>
  page
    .replace(/-{3,}/g, "---")
    .replace(/[ \n]+/g, " ")
    .trim();

const made = supportMatrix();

test("the page in docs/ is the one that the compiler makes; `npm run docs` writes it", () => {
  const page = readFileSync(join(__dirname, "../../docs/support-matrix.md"), "utf8");
  expect(plain(page)).toBe(plain(made));
});

test("every modifier of Sigma is on it, and no cell is empty where every target was asked", () => {
  for (const modifier of MODIFIERS) expect(made).toContain(`\`${modifier}\``);
  const rows = made.split("\n").filter((line) => /^\| .*(exact|wider|unsupported)/.test(line));
  expect(rows.length).toBeGreaterThan(MODIFIERS.length);
  for (const row of rows) {
    const [, , cloudwatch, , eventbridge, , sentinel] = row.split("|").map((cell) => cell.trim());
    const said = expect.stringMatching(
      /^(exact|as-written|not-applicable|(wider|unsupported) DET\d{3})/,
    );
    expect([row, cloudwatch, eventbridge, sentinel]).toEqual([row, said, said, said]);
  }
});
