import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { packPage, packsPage, shippedPacks } from "../../scripts/packs-page";
import { RULES } from "../support/repository-rules";

/** Without what the formatter adds: blanks in cells, dashes under them, lines. */
const plain = (page: string) =>
  page
    .replace(/-{3,}/g, "---")
    .replace(/[ \n]+/g, " ")
    .trim();
const written = (...path: readonly string[]) =>
  plain(readFileSync(join(RULES, ...path, "README.md"), "utf8"));

const packs = shippedPacks();

test("the page of all packs is the one that they make; `npm run docs` writes it", () => {
  expect(written()).toBe(plain(packsPage(packs)));
});

describe.each(packs.map((pack) => [pack.name, pack] as const))("the page of %s", (name, pack) => {
  test("is the one that its rules make; `npm run docs` writes it", () => {
    expect(written(name)).toBe(plain(packPage(pack)));
  });

  test("leads to the file of each rule", () => {
    const links = [...packPage(pack).matchAll(/\]\(([^)]+\.yml)\)/g)].map(([, file]) => file!);
    expect(links).toHaveLength(pack.rules.length);
    for (const file of links) expect(existsSync(join(pack.folder, file))).toBe(true);
  });
});

test("a page counts the filters of what goes to a log group, and names what goes by EventBridge", () => {
  const pack = packs.find(({ name }) => name === "privilege-escalation")!;
  const byEventBridge = pack.rules.filter(
    ({ detection }) => detection.document.awsTarget !== undefined,
  );
  const others = pack.rules.length - byEventBridge.length;
  expect(byEventBridge.length).toBeGreaterThan(0);
  expect(packPage(pack)).toContain(`its rules take ${others} of 100 metric filters`);
  for (const { detection } of byEventBridge) {
    expect(packPage(pack)).toMatch(new RegExp(`By EventBridge go: [^.]*${detection.title}`));
  }
});
