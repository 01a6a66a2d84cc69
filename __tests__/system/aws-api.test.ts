import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { dataFiles } from "../../scripts/write-aws-api";
import { describeWithShared, shared } from "../support/optional";

describeWithShared("what is known of AWS's calls", () => {
  test("is what the generator writes of the models", () => {
    const folder = join(__dirname, "../../compiler/log-sources/aws-cloudtrail/api/data");
    const files = dataFiles(shared("aws/api"));
    const names = readdirSync(folder).map((name) => name.replace(".json", ""));
    expect(names.sort()).toEqual([...files.keys()].sort());
    const stale = [...files].filter(
      ([name, text]) => readFileSync(join(folder, `${name}.json`), "utf8") !== text,
    );
    expect(stale.map(([name]) => name)).toEqual([]);
  });
});
