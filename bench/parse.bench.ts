import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";

import { Diagnostics } from "../compiler/core/diagnostic";
import { ruleFiles } from "../compiler/load/rule-files";
import { loadRules } from "../compiler/rule-set/load-rules";
import { hold, ratio } from "./measure";

/**
 * Our rules, and the public Sigma rules where they lie beside the project. Not Sentinel's: their KQL is
 * checked by Kusto's language service, which costs what it costs.
 */
const FOLDERS = ["../rules", "../../shared/data/sigma/rules"];

const sources = FOLDERS.map((folder) => join(__dirname, folder))
  .filter((folder) => existsSync(folder))
  .flatMap(ruleFiles)
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));

const yaml = () => {
  for (const { text } of sources) {
    for (const document of parseAllDocuments(text)) document.toJS();
  }
};

const load = () => {
  for (const source of sources) loadRules([source], new Diagnostics());
};

hold(`loading ${sources.length} rules, as times their YAML alone`, ratio(load, yaml), 2);
