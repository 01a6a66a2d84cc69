import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";

import { apiPage } from "./api";
import { coveragePage } from "./coverage-page";
import { codesFile, errorsPage } from "./errors-page";
import { logSourcesPage } from "./log-sources-page";
import { packPage, packsPage, shippedPacks } from "./packs-page";
import { policiesPage } from "./policies-page";
import { supportMatrix } from "./support-matrix";
import { typesPage } from "./types-page";

/** Writes the pages that are made from the code, and from the rules. */
async function writeDocs(): Promise<void> {
  writeFileSync(join(__dirname, "../docs/api.md"), apiPage());
  const packs = shippedPacks();
  const pages: readonly (readonly [string, string, "json" | "markdown"])[] = [
    ["docs/codes.json", codesFile(), "json"],
    ["docs/coverage.md", coveragePage(packs), "markdown"],
    ["docs/errors.md", errorsPage(), "markdown"],
    ["docs/log-sources.md", logSourcesPage(), "markdown"],
    ["docs/policies.md", policiesPage(), "markdown"],
    ["docs/support-matrix.md", supportMatrix(), "markdown"],
    ["docs/types.md", typesPage(), "markdown"],
    ["rules/README.md", packsPage(packs), "markdown"],
    ...packs.map((pack) => [`rules/${pack.name}/README.md`, packPage(pack), "markdown"] as const),
  ];
  for (const [name, text, parser] of pages) {
    const formatted = await format(text, {
      parser,
      printWidth: 100,
      embeddedLanguageFormatting: "off",
    });
    writeFileSync(join(__dirname, "..", name), formatted);
  }
}

void writeDocs();
