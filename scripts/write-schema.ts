import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";

import { ruleJsonSchema } from "./json-schema";

/** Writes the JSON Schema that rule files name in their first line. */
async function writeSchema(): Promise<void> {
  const text = await format(JSON.stringify(ruleJsonSchema()), { parser: "json", printWidth: 100 });
  writeFileSync(join(__dirname, "../rules/rule.schema.json"), text);
}

void writeSchema();
