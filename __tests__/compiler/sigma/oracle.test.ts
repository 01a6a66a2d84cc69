import { readFileSync } from "node:fs";
import * as v from "valibot";

import { isObject, type Json } from "../../../compiler/core/json";
import type { Expression } from "../../../compiler/ir/expression";
import type { StringPattern } from "../../../compiler/ir/pattern";
import { describeWithShared, shared } from "../../support/optional";
import { matcherOf, resolve } from "./free-model";

/** Cases from the test suites of other engines; `data/sigma/oracle/README.md` has their forms. */
const SUITES = ["rsigma", "sigmalite", "sigma-rust", "go-sigma-rule-engine"] as const;

const oracleCase = v.looseObject({
  test: v.string(),
  rule: v.string(),
  event: v.optional(v.unknown()),
  expected: v.union([v.boolean(), v.literal("reject")]),
  tags: v.optional(v.array(v.string())),
  message: v.nullish(v.string()),
  placeholders: v.nullish(v.record(v.string(), v.array(v.string()))),
});

/**
 * Cases whose suite says otherwise than the specification, or than docs/decisions/0001, which has the
 * reasons: what they say, and what is right here.
 */
const DECIDED: Readonly<Record<string, { theirs: boolean; ours: boolean | "reject" }>> = {
  // 1 to 5: a quantifier over nothing
  vacuous_all_of_zero_matches_is_true: { theirs: true, ours: "reject" },
  vacuous_all_of_multiple_patterns_is_true: { theirs: true, ours: "reject" },
  selection_star_does_not_match_bare_selection_name: { theirs: false, ours: "reject" },
  // 11: base64offset adds no contains
  base64offset_matches_plain_base64_contains: { theirs: true, ours: false },
  // 14: missing is null
  test_match_null_fields: { theirs: true, ours: false },
  // 15: what is missing makes a test false, its negation true
  "case 8 detection8_negative2": { theirs: false, ours: true },
  // 16: white space is as written
  "case 14 detection14_case": { theirs: true, ours: false },
};

/** Extensions of the specification; the parts of a time are in it since 2.1.0. */
const ASIDE = /array|N of|placeholders|logsource routing/;

function lines(file: string): readonly unknown[] {
  return readFileSync(shared(`sigma/oracle/${file}.jsonl`), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

function eventOf({ event, message }: v.InferOutput<typeof oracleCase>): Json {
  return { ...(event as Readonly<Record<string, Json>>), ...(message ? { message } : {}) };
}

describeWithShared("verdicts of other engines' test suites", () => {
  test.each(SUITES)("%s: as the specification has them, or as decided", (suite) => {
    const cases = lines(suite)
      .map((line) => v.parse(oracleCase, line))
      .filter(({ tags }) => !tags?.some((tag) => ASIDE.test(tag)));
    expect(cases.length).toBeGreaterThan(10);
    const wrong = cases.flatMap((each) => {
      const matches = matcherOf(each.rule, each.placeholders ?? {});
      const got = matches?.(eventOf(each)) ?? "reject";
      const decided = DECIDED[each.test];
      const right = decided?.theirs === each.expected ? decided.ours : each.expected;
      return got === right ? [] : [`${each.test}: ${got}, not ${right}`];
    });
    expect(wrong).toEqual([]);
  });
});

/** An expression or a parse tree in one form: nested operators flat, operands sorted and once. */
type Normal = string | { readonly kind: "and" | "or"; readonly operands: readonly Normal[] };

function group(kind: "and" | "or", operands: readonly Normal[]): Normal {
  const flat = operands.flatMap((each) =>
    typeof each === "object" && each.kind === kind ? each.operands : [each],
  );
  const once = new Map(flat.map((each) => [JSON.stringify(each), each]));
  const sorted = [...once].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
  return sorted.length === 1 ? sorted[0]! : { kind, operands: sorted };
}

function patternText(pattern: StringPattern): string {
  return JSON.stringify(
    pattern.map((part) => (part.kind === "text" ? part.text : part.kind === "any" ? ["*"] : ["?"])),
  );
}

function normal(node: Expression): Normal {
  switch (node.kind) {
    case "and":
    case "or":
      return group(node.kind, node.operands.map(normal));
    case "not":
      return `not ${JSON.stringify(normal(node.operand))}`;
    case "string":
      return `${node.field} = ${patternText(node.pattern)}`;
    case "keyword":
      return `= ${patternText(node.pattern)}`;
    case "null":
      return `${node.field} is null`;
    case "regex":
      return `${node.field} ~ ${node.source} ${JSON.stringify(Object.values(node.flags))}`;
    case "cidr":
      return `${node.field} in ${node.network}`;
    case "constant":
    case "exists":
    case "fieldref":
    case "number":
    case "date":
      throw new Error(`the trees have no ${node.kind}`);
  }
}

function normalTree(tree: Json): Normal {
  if (!isObject(tree)) throw new Error("a tree is an object");
  if (Array.isArray(tree["and"])) return group("and", tree["and"].map(normalTree));
  if (Array.isArray(tree["or"])) return group("or", tree["or"].map(normalTree));
  if (tree["not"] !== undefined) return `not ${JSON.stringify(normalTree(tree["not"]))}`;
  const value = tree["value"] ?? tree["keyword"];
  if (!isObject(value)) throw new Error("a leaf has a value");
  const field = typeof tree["field"] === "string" ? `${tree["field"]} ` : "";
  const values = Array.isArray(value["v"]) ? value["v"] : [];
  switch (value["t"]) {
    case "str":
      return `${field}= ${treeParts(value["parts"] ?? [])}`;
    case "num":
      return `${field}= ${JSON.stringify([String(value["v"])])}`;
    case "null":
      return `${field}is null`;
    case "re": {
      const flags = [`"i"`, `"m"`, `"s"`].map((name) =>
        JSON.stringify(value["flags"]).includes(name),
      );
      return `${field}~ ${withoutLazy(String(value["v"]))} ${JSON.stringify(flags)}`;
    }
    case "cidr":
      return `${field}in ${String(value["v"])}`;
    case "any":
      return group(
        "or",
        values.map((each) => normalTree({ ...tree, value: each })),
      );
  }
  throw new Error(`a leaf of the type ${String(value["t"])}`);
}

function treeParts(parts: Json): string {
  if (!Array.isArray(parts)) return "[]";
  return JSON.stringify(
    parts.map((part: Json) => (typeof part === "string" ? part : Object.keys(part ?? {}))),
  );
}

function withoutLazy(source: string): string {
  return source.replace(/(\\[^])|([*+?}])\?/g, "$1$2");
}

const treeCase = v.looseObject({
  path: v.string(),
  rule: v.string(),
  trees: v.optional(v.array(v.unknown())),
});

describeWithShared("pySigma's parse trees of public rules", () => {
  test("every rule is read alike; a placeholder without a value and pipes are refused", () => {
    const differing = lines("pysigma-trees").flatMap((line) => {
      const { path, rule, trees } = v.parse(treeCase, line);
      const { expression, diagnostics } = resolve(rule);
      const codes = new Set(diagnostics.all.map(({ code }) => code));
      if (trees === undefined) return codes.has("DET218") ? [] : [`${path}: not refused`];
      if (expression === undefined) {
        const refused = codes.has("DET228") && /\|expand/.test(rule);
        return refused ? [] : [`${path}: ${[...codes].join()}`];
      }
      const expected = group("or", (trees as readonly Json[]).map(normalTree));
      return JSON.stringify(normal(expression)) === JSON.stringify(expected) ? [] : [path];
    });
    expect(differing).toEqual([]);
  });
});
