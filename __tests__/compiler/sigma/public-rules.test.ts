import { Diagnostics } from "../../../compiler/core/diagnostic";
import { ruleFiles } from "../../../compiler/load/rule-files";
import { loadRules } from "../../../compiler/rule-set/load-rules";
import { describeWithShared, shared } from "../../support/optional";

function load(folder: string) {
  const diagnostics = new Diagnostics();
  const files = ruleFiles(shared(`sigma/rules/${folder}`));
  const loaded = new Set(loadRules(files, diagnostics).map(({ source }) => source));
  const errors = diagnostics.all.filter(({ severity }) => severity === "error");
  return { files, loaded, errors };
}

describeWithShared("SigmaHQ's rules", () => {
  test("all rules of CloudTrail load", () => {
    const { files, loaded, errors } = load("aws");
    expect(files.length).toBeGreaterThan(30);
    expect(errors).toEqual([]);
    expect(files.filter((file) => !loaded.has(file))).toEqual([]);
  });

  test("all rules of Azure load", () => {
    const { files, loaded, errors } = load("azure");
    expect(errors).toEqual([]);
    expect(loaded.size).toBe(files.length);
  });

  test("those that count in the condition are refused with the way out", () => {
    const { files, loaded, errors } = load("aws-unsupported");
    for (const file of files.filter((each) => !loaded.has(each))) {
      // DET218: the count is in the condition; DET222: only its time frame is left.
      const dead = errors.filter(({ path, code }) => path === file && /DET2(18|22)/.test(code));
      expect(dead.map(({ fix }) => fix)).toContainEqual(expect.stringContaining("event_count"));
    }
  });
});
