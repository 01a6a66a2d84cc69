import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { errorsPage } from "./errors-page";

/** Writes the pages of `docs/` that are made from the code. */
async function writeDocs(): Promise<void> {
  const text = await format(errorsPage(), {
    parser: "markdown",
    embeddedLanguageFormatting: "off",
  });
  writeFileSync(join(__dirname, "../docs/errors.md"), text);
}

void writeDocs();
