import { compiledRule, type CompiledRule } from "../../compiler/compile";
import { member, type Json } from "../../compiler/core/json";
import type { ResolvedRule } from "../../compiler/ir/rule";
import { fieldsOf, predicatesOf, widen, type Expression } from "../../compiler/ir/expression";
import { isPlainNumber } from "../../compiler/ir/pattern";
import { assumptions as sentinel } from "../../compiler/kql/assumptions";
import { liftQuery } from "../../compiler/kql/lift/lift";
import { CLOUDTRAIL } from "../../compiler/log-sources/aws-cloudtrail/fields";
import type { FieldModel } from "../../compiler/log-sources/field";
import { datePart } from "../../compiler/reference/date-part";
import { expressionMatcher, type Matcher } from "../../compiler/reference/evaluate";
import { fieldReader } from "../../compiler/reference/event";
import { engineOf, type EngineName } from "../../compiler/run/engine";
import { lowerPattern } from "../../compiler/targets/cloudwatch/lower";
import { assumptions as cloudwatch } from "../../compiler/targets/cloudwatch/assumptions";
import { assumptions as insights } from "../../compiler/targets/logs-insights/assumptions";
import { compileQuery, containerFields } from "./logs-insights/evaluate";
import { parseQuery } from "./logs-insights/parse";
import type { Reason, Target, Verdict } from "../../compiler/targets/verdict";
import { answered } from "./answered";

/** A detection's rule, and what each target's printed text, read back, makes of an event. */
export interface Engines {
  readonly reference: Matcher;
  /** Undefined where a target deploys nothing. */
  readonly cloudwatch: Matcher | undefined;
  readonly sentinel: Matcher | undefined;
  /** R′ of the target's verdict, which its text must equal; the rule where nothing is dropped. */
  readonly promisedByCloudWatch: Matcher;
}

/** The engines of a Sigma detection. */
export function enginesOf(detection: ResolvedRule): Engines {
  const rule = compiledRule(detection);
  const { matches: reference } = ready(rule, "reference") ?? {};
  if (reference === undefined) throw new Error(`${detection.title} has no expression`);
  const cloudwatch = ready(rule, "cloudwatch");
  return {
    reference,
    cloudwatch: cloudwatch?.matches,
    sentinel: ready(rule, "sentinel")?.matches,
    promisedByCloudWatch: cloudwatch?.promised ?? reference,
  };
}

/** Undefined where nothing is deployed; what is deployed can be read back. */
function ready(rule: CompiledRule, name: EngineName) {
  const engine = engineOf(rule, name);
  if (engine.kind === "unreadable") throw new Error(`${rule.detection.title}: ${engine.message}`);
  if (engine.kind !== "ready") return undefined;
  return { ...engine, matches: (event: Json) => answered(engine.matches(event)) };
}

/** The targets that are held to the law here: EventBridge's answers have to be waited for. */
export type HeldTarget = Exclude<Target, "eventbridge">;

/** A target's text, held against the law of docs/decisions/0003. */
export interface Held {
  readonly name: HeldTarget;
  readonly verdict: Verdict | null;
  readonly matches: Matcher;
  /** The places in the rule of what the target left out. */
  readonly leftOut: readonly string[];
  readonly reasons: readonly Reason[];
  readonly assumptions: readonly string[];
  /** Whether an event keeps to what the target says that its text rests on. */
  readonly covers: Matcher;
  /** How the text breaks the law at an event; undefined where it keeps it. */
  readonly broken: (event: Json) => string | undefined;
}

/** A rule as an expression, and every target that deploys it. */
export interface Subject {
  readonly expression: Expression;
  readonly model: FieldModel;
  readonly engines: readonly Held[];
}

/** Undefined for KQL that cannot be lifted: then only its author speaks for it. */
export function subjectOf(detection: ResolvedRule): Subject | undefined {
  const { matches } = detection;
  const rule = compiledRule(detection);
  switch (matches.kind) {
    case "expression": {
      const { expression, logSource } = matches;
      const model = logSource.fields;
      const law = { expression, model, reference: expressionMatcher(expression, model) };
      const engines = [
        compiled(rule, "cloudwatch", law),
        compiled(rule, "sentinel", law),
        logsInsights(rule, law),
      ];
      return { expression, model, engines: engines.filter((each) => each !== undefined) };
    }
    case "query": {
      const { triggerOperator, triggerThreshold, queryPeriod: period } = detection.schedule;
      const anyRow = triggerOperator === "gt" && triggerThreshold === 0;
      const lift = liftQuery(matches.query, { period, anyRow });
      if (lift.kind === "refused") return undefined;
      const { expression } = lift;
      const model = CLOUDTRAIL;
      const reference = ready(rule, "sentinel")?.matches;
      if (reference === undefined) throw new Error(`${detection.title} has no query`);
      const { dropped } = lowerPattern(expression, model);
      const promised = expressionMatcher(widen(expression, dropped), model);
      const law = { expression, model, reference, promised };
      const held = compiled(rule, "cloudwatch", law);
      return { expression, model, engines: held === undefined ? [] : [held] };
    }
    case "correlation":
      throw new Error(`${detection.title} is a correlation: no single event matches it`);
  }
}

interface Law {
  readonly expression: Expression;
  readonly model: FieldModel;
  /** What the rule matches: R. */
  readonly reference: Matcher;
  /** R′. @default - what the engine says */
  readonly promised?: Matcher;
}

function compiled(rule: CompiledRule, name: "cloudwatch" | "sentinel", law: Law): Held | undefined {
  const engine = ready(rule, name);
  if (engine === undefined) return undefined;
  const { verdict, matches, promised = law.promised } = engine;
  const result = rule.compiled(name, { accept: "wider" });
  const covers = keeps(law, result);
  const { reference } = law;
  const broken = (event: Json) => {
    if (!covers(event)) return undefined;
    const found = matches(event);
    const says = `${name} ${found ? "matches" : "does not"}`;
    if (promised?.(event) !== found) return `${says}, against its promise`;
    const wanted = reference(event);
    if (wanted && !found) return `${says}: the rule is missed`;
    return verdict === "exact" && wanted !== found ? `${says}: not exact` : undefined;
  };
  const leftOut = result.reasons.map(({ path }) => path);
  const { reasons, assumptions } = result;
  return { name, verdict, matches, leftOut, reasons, assumptions, covers, broken };
}

/** Whether an event keeps to what a verdict, or a query that claims none, says it rests on. */
function keeps(
  { expression, model }: Law,
  { assumptions }: { readonly assumptions: readonly string[] },
): Matcher {
  const paths = new Set(predicatesOf(expression).flatMap(fieldsOf));
  const assumed = [...paths].flatMap((path) =>
    assumable(path, model).flatMap(([text, holds]) => (assumptions.includes(text) ? [holds] : [])),
  );
  return (event) => assumed.every((holds) => holds(event));
}

/** The assumptions about a field that generated events may break, and when an event keeps them. */
function assumable(path: string, model: FieldModel): readonly (readonly [string, Matcher])[] {
  const reader = fieldReader(model, path);
  const steps = path.split(".");
  const valueIn = (event: Json) => steps.reduce<Json | undefined>(member, event);
  const isNot =
    (...types: readonly string[]): Matcher =>
    (event) =>
      !types.includes(typeof valueIn(event));
  return [
    [sentinel.plainNumbers(path), (event) => isPlain(valueIn(event))],
    ...steps.map((_, at): readonly [string, Matcher] => [
      sentinel.flatArray(steps.slice(0, at + 1).join(".")),
      (event) => !hasArrayInArray(event),
    ]),
    [cloudwatch.scalar(path), (event) => isOneScalar(steps, event)],
    [insights.scalar(path), (event) => isOneScalar(steps, event)],
    [`${path} is a boolean where its text is \`true\``, isNot("string")],
    [`${path} is a boolean where its text is \`false\``, isNot("string")],
    [insights.notNull(path), (event) => valueIn(event) !== null],
    [insights.numbers(path), isNot("string")],
    [insights.text(path), isNot("number", "boolean")],
    [
      insights.times(path),
      (event) => reader.texts(event).every((text) => datePart(text, "year") !== undefined),
    ],
    [insights.noBoolean(path), isNot("boolean")],
    [insights.noOneOrZero(path), (event) => valueIn(event) !== 0 && valueIn(event) !== 1],
  ];
}

/** Whether no array is met on the way, and neither an array nor an object at its end. */
function isOneScalar(steps: readonly string[], event: Json): boolean {
  let value: Json | undefined = event;
  for (const step of steps) {
    if (Array.isArray(value)) return false;
    value = member(value, step);
  }
  return typeof value !== "object" || value === null;
}

function hasArrayInArray(value: Json): boolean {
  if (typeof value !== "object" || value === null) return false;
  const inner: readonly Json[] = Object.values(value);
  return inner.some(
    (each) => (Array.isArray(value) && Array.isArray(each)) || hasArrayInArray(each),
  );
}

function isPlain(value: Json | undefined): boolean {
  return typeof value !== "number" || isPlainNumber(value);
}

/** The saved query claims no verdict, but shows whatever the rule matches. */
function logsInsights(rule: CompiledRule, law: Law): Held | undefined {
  const name = "logs-insights";
  const result = rule.compiled(name);
  if (result.output === null) return undefined;
  const parsed = parseQuery(result.output.query);
  if (parsed.kind === "error") throw new Error(`${rule.detection.title}: ${parsed.error.message}`);
  const { query } = parsed;
  const matches = compileQuery(query);
  const assumed = keeps(law, result);
  // Of an object where a field is looked for, no source says what the query makes.
  const covers: Matcher = (event) => assumed(event) && containerFields(query, event).length === 0;
  const broken = (event: Json) =>
    law.reference(event) && !matches(event) && covers(event)
      ? `${name} does not show what the rule matches`
      : undefined;
  const leftOut = result.reasons.map(({ path }) => path);
  const { reasons, assumptions } = result;
  return { name, verdict: null, matches, leftOut, reasons, assumptions, covers, broken };
}
