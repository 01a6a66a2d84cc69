import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";

import { errorsPage } from "./errors-page";
import { supportMatrix } from "./support-matrix";

/** Writes the pages of `docs/` that are made from the code. */
async function writeDocs(): Promise<void> {
  for (const [name, text] of [
    ["errors.md", errorsPage()],
    ["support-matrix.md", supportMatrix()],
  ] as const) {
    const formatted = await format(text, { parser: "markdown", embeddedLanguageFormatting: "off" });
    writeFileSync(join(__dirname, "../docs", name), formatted);
  }
}

void writeDocs();
