import { readFileSync } from "node:fs";
import { join } from "node:path";

import { LOG_SOURCES } from "../../compiler/log-sources/registry";
import { logSourcesPage } from "../../scripts/log-sources-page";

/** Without what the formatter adds: blanks in cells, dashes under them, lines. */
const plain = (page: string) =>
  page
    .replace(/-{3,}/g, "---")
    .replace(/[ \n]+/g, " ")
    .trim();

test("the page in docs/ is the one that the modules make; `npm run docs` writes it", () => {
  const page = readFileSync(join(__dirname, "../../docs/log-sources.md"), "utf8");
  expect(plain(page)).toBe(plain(logSourcesPage()));
});

test("the page has every log source", () => {
  for (const { product, service } of LOG_SOURCES) {
    expect(logSourcesPage()).toContain(`| \`${product}/${service}\``);
  }
});
