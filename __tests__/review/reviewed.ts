import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { compile } from "../../compiler/compile";
import { Diagnostics } from "../../compiler/diagnostic";
import { compileExpression } from "../../compiler/evaluate/evaluate";
import type { Detection } from "../../compiler/ir/detection";
import type { JsonObject } from "../../compiler/json";
import { loadRule } from "../../compiler/load-rule";
import { compilePattern } from "../../compiler/targets/cloudwatch/evaluate";
import { parsePattern } from "../../compiler/targets/cloudwatch/parse";
import { compileQuery } from "../../compiler/targets/sentinel/evaluate";
import { parseQuery } from "../../compiler/targets/sentinel/parse";
import { connectorRow } from "../../compiler/targets/sentinel/row";
import type { TestOutcome } from "../../review/model";
import type { ReviewInput } from "../../review/review-set";

/** The detection of a rule that has no errors. */
export function detectionOf(rule: string): Detection {
  const diagnostics = new Diagnostics();
  const detection = loadRule(rule, diagnostics);
  if (detection === undefined) throw new Error(JSON.stringify(diagnostics.all));
  return detection;
}

/** A rule file with the outcomes of the test events beside it. */
export function reviewed(path: string): ReviewInput {
  const detection = detectionOf(path);
  const beside = path.replace(/\.ya?ml$/, ".tests.yml");
  if (!existsSync(beside)) return { detection };
  const events: { name: string; match: boolean; event: JsonObject }[] = parse(
    readFileSync(beside, "utf8"),
  );
  return { detection, tests: events.map((test) => outcomeOf(detection, test)) };
}

function outcomeOf(
  detection: Detection,
  test: { name: string; match: boolean; event: JsonObject },
): TestOutcome {
  const { matches } = detection;
  if (matches.kind !== "expression") throw new Error("the rule has no expression to evaluate");
  const reference = compileExpression(matches.expression, matches.logSource.fields)(test.event);
  const patterns = compile(detection, "cloudwatch").output?.filters.map(({ pattern }) => {
    const parsed = parsePattern(pattern);
    if (parsed.kind === "error") throw new Error(parsed.error.message);
    return compilePattern(parsed.pattern);
  });
  const kql = compile(detection, "sentinel").output?.query;
  const query = kql === undefined ? undefined : parseQuery(kql);
  return {
    name: test.name,
    expected: test.match,
    reference,
    cloudwatch: patterns?.some((pattern) => pattern(test.event)) ?? null,
    sentinel:
      query !== undefined && "query" in query
        ? compileQuery(query.query)(connectorRow(test.event))
        : null,
  };
}
