import { compile } from "../../../../compiler/compile";
import { Diagnostics } from "../../../../compiler/core/diagnostic";
import { loadRule } from "../../../../compiler/rule-set/load-rule";

function loaded(query: string) {
  const diagnostics = new Diagnostics();
  const rule = { name: "Rule", id: "11111111-2222-4333-8444-555555555555", severity: "Low", query };
  const detection = loadRule({ ...rule, severity: "Low" }, diagnostics);
  return { detection, found: diagnostics.all.map(({ code, severity }) => `${code} ${severity}`) };
}

test("a query over another table is Sentinel's alone: stated on CloudWatch, never an error", () => {
  const { detection, found } = loaded('SigninLogs | where ResultType == "0" | take 5');
  expect(found).toEqual([]);
  if (detection === undefined) throw new Error("the rule loads");
  expect(compile(detection, "cloudwatch")).toMatchObject({
    verdict: "not-applicable",
    reasons: [{ code: "DET528", path: "query" }],
    output: null,
  });
  const sentinel = compile(detection, "sentinel");
  expect(sentinel.verdict).toBe("as-written");
  expect(sentinel.output?.query).toContain("SigninLogs");
});

test("a query that reads CloudTrail beside it is not: what cannot be lifted is refused", () => {
  const query = "AWSCloudTrail | join kind=inner (SigninLogs) on $left.AwsEventId == $right.Id";
  const { detection } = loaded(query);
  expect(detection && compile(detection, "cloudwatch").verdict).toBe("unsupported");
});

test("a misspelt table is an error with the right one", () => {
  const { detection, found } = loaded('AWSCloudTrial | where EventName == "x"');
  expect(detection).toBeUndefined();
  expect(found).toEqual(["DET640 error"]);
});
