import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";

import { coverageFacts, ofCloudTrail } from "./attack-coverage/facts";
import { ordinaryEvents, recordedTechniques } from "./attack-coverage/recorded";
import { shippedPacks } from "./packs-page";

/** Writes what the shipped rules see of the recorded events in the folder that is named. */
async function writeCoverage(folder: string): Promise<void> {
  const rules = ofCloudTrail(shippedPacks().flatMap((pack) => pack.rules));
  const facts = coverageFacts(rules, recordedTechniques(folder), ordinaryEvents(folder));
  const text = await format(JSON.stringify(facts), { parser: "json", printWidth: 100 });
  writeFileSync(join(__dirname, "attack-coverage/facts.json"), text);
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("Name a folder: of recorded events, with `cloudtrail` and `catalogue` in it.");
  process.exitCode = 2;
} else {
  void writeCoverage(folder);
}
