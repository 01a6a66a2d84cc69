import { compileExpression, type Matcher } from "../../compiler/evaluate/evaluate";
import type { Detection } from "../../compiler/ir/detection";
import { widen } from "../../compiler/ir/expression";
import { isObject, type Json } from "../../compiler/json";
import { compile } from "../../compiler/compile";
import { compilePattern } from "../../compiler/targets/cloudwatch/evaluate";
import { lowerPattern } from "../../compiler/targets/cloudwatch/lower";
import { parsePattern } from "../../compiler/targets/cloudwatch/parse";
import { compileQuery } from "../../compiler/targets/sentinel/evaluate";
import { lowerQuery } from "../../compiler/targets/sentinel/lower";
import { parseQuery } from "../../compiler/targets/sentinel/parse";
import { connectorRow } from "../../compiler/targets/sentinel/row";

/** A detection's rule, and what each target's printed text, read back, makes of an event. */
export interface Engines {
  readonly reference: Matcher;
  /** R′, which the filters' text must equal; the reference itself where nothing is dropped. */
  readonly widenedForCloudWatch: Matcher;
  readonly cloudwatch: Matcher | undefined;
  readonly widenedForSentinel: Matcher;
  readonly sentinel: Matcher | undefined;
}

/** The engines of a Sigma detection; a target that deploys nothing has none. */
export function enginesOf(detection: Detection): Engines {
  const { matches } = detection;
  if (matches.kind !== "expression") throw new Error(`${detection.title} has no expression`);
  const { expression } = matches;
  const model = matches.logSource.fields;
  const widened = (dropped: Parameters<typeof widen>[1]) =>
    compileExpression(widen(expression, dropped), model);
  const filters = compile(detection, "cloudwatch", { accept: "wider" }).output?.filters;
  const query = compile(detection, "sentinel", { accept: "wider" }).output?.query;
  return {
    reference: compileExpression(expression, model),
    widenedForCloudWatch: widened(lowerPattern(expression, model).dropped),
    cloudwatch: filters && anyFilter(filters.map(({ pattern }) => pattern)),
    widenedForSentinel: widened(lowerQuery(expression, model).dropped),
    sentinel: query === undefined ? undefined : queryMatcher(query),
  };
}

function anyFilter(patterns: readonly string[]): Matcher {
  const matchers = patterns.map((text) => {
    const parsed = parsePattern(text);
    if (parsed.kind === "error") throw new Error(`${parsed.error.message} in ${text}`);
    return compilePattern(parsed.pattern);
  });
  return (event) => matchers.some((matches) => matches(event));
}

function queryMatcher(text: string): Matcher {
  const parsed = parseQuery(text);
  if ("error" in parsed) throw new Error(`${parsed.error.message} in ${text}`);
  const survives = compileQuery(parsed.query);
  return (event: Json) => isObject(event) && survives(connectorRow(event));
}
