import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ALSO } from "./aws-api/names";
import { readModels } from "./aws-api/model";
import { fileText, sourceFiles } from "./aws-api/write";

const DATA = join(__dirname, "../compiler/log-sources/aws-cloudtrail/api/data");

/** Sources whose names are those of XML, which only botocore's files tell. */
export const XML_SOURCES: readonly string[] = ["ec2", "s3"];

/** The files of the data folder, by name. */
export function dataFiles(folder: string): ReadonlyMap<string, string> {
  const models = readModels(folder);
  const files = new Map(sourceFiles(models));
  if (!models.some(({ xml }) => xml)) {
    for (const source of XML_SOURCES) {
      const kept = join(DATA, `${source}.json`);
      if (existsSync(kept)) files.set(source, readFileSync(kept, "utf8"));
      else files.delete(source);
    }
  }
  const names = [...files].map(([source, text]): [string, string] => {
    const { calls } = JSON.parse(text) as { readonly calls: object };
    return [source, Object.keys(calls).join(" ")];
  });
  const calls = names.sort(([a], [b]) => (a < b ? -1 : 1));
  files.set("index", fileText({ calls, also: Object.entries(ALSO) }));
  return files;
}

/** Writes what CloudTrail writes of every call, from the models in the folder that is named. */
function writeData(folder: string): void {
  const files = dataFiles(folder);
  mkdirSync(DATA, { recursive: true });
  for (const name of readdirSync(DATA)) {
    if (!files.has(name.replace(/\.json$/, ""))) rmSync(join(DATA, name));
  }
  for (const [name, text] of files) writeFileSync(join(DATA, `${name}.json`), text);
}

if (require.main === module) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) {
    console.error("Name a folder: the data of botocore, or files of the compact form.");
    process.exitCode = 2;
  } else {
    writeData(folder);
  }
}
