import { readFileSync } from "node:fs";
import { join } from "node:path";

import { typesPage } from "../../scripts/types-page";
import { drawCalls, numbersFrom, sampleMembers, Tally } from "../support/drawn-calls";
import { SEED } from "../support/fast-check-seed";

/** Without what the formatter adds: blanks in cells, dashes under them. */
const plain = (page: string) =>
  page
    .replace(/-{3,}/g, "---")
    .replace(/[ \n]+/g, " ")
    .trim();

test("the page in docs/ is the one that the compiler makes; `npm run docs` writes it", () => {
  const page = readFileSync(join(__dirname, "../../docs/types.md"), "utf8");
  expect(plain(page)).toBe(plain(typesPage()));
});

test("members of calls are matched as rules mean, with the verdicts of the page", () => {
  const random = numbersFrom(SEED);
  const tally = new Tally();
  for (const [source, call] of drawCalls(20, 1, random)) {
    for (const member of sampleMembers(source, call, random)) tally.ask(member, 1, random);
  }
  expect(tally.broken).toEqual([]);
  expect(tally.rules).toBeGreaterThan(80);
});
