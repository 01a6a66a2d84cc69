import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";

import { apiPage } from "./api";
import { codesFile, errorsPage } from "./errors-page";
import { logSourcesPage } from "./log-sources-page";
import { supportMatrix } from "./support-matrix";
import { typesPage } from "./types-page";

/** Writes the pages of `docs/` that are made from the code. */
async function writeDocs(): Promise<void> {
  writeFileSync(join(__dirname, "../docs/api.md"), apiPage());
  for (const [name, text, parser] of [
    ["codes.json", codesFile(), "json"],
    ["errors.md", errorsPage(), "markdown"],
    ["log-sources.md", logSourcesPage(), "markdown"],
    ["support-matrix.md", supportMatrix(), "markdown"],
    ["types.md", typesPage(), "markdown"],
  ] as const) {
    const formatted = await format(text, {
      parser,
      printWidth: 100,
      embeddedLanguageFormatting: "off",
    });
    writeFileSync(join(__dirname, "../docs", name), formatted);
  }
}

void writeDocs();
