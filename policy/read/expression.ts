import type { Value } from "../value";

/*
 * Terraform's JSON syntax: a text is a template, in which `${` and `%{` begin what Terraform works out and
 * `$${` and `%%{` stand for themselves (Terraform documentation, "JSON Configuration Syntax").
 */

const OPENING = /\$\$\{|%%\{|\$\{|%\{/g;
const WHOLE = /^\$\{\s*([^{}]*?)\s*\}$/;
const CONSTANT = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?)$/;
const STEPS = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[(?:\d+|"[^"\\]*")\])*$/;
const STEP = /[A-Za-z_][\w-]*|\d+/g;
/** A resource by its type and name; one behind `data.` is read, not made. */
const REFERENCE = /(?<![\w.-])(data\.)?([a-z][a-z0-9]*_\w+\.[A-Za-z_][\w-]*)/g;

/** A text of Terraform's JSON: what it says, or that it is not known, and of what it speaks. */
export function readTemplate(text: string): Value {
  const openings = [...text.matchAll(OPENING)].map(([opening]) => opening);
  if (openings.every((opening) => opening.length === 3)) {
    return { kind: "literal", value: text.replace(/([$%])\1\{/g, "$1{") };
  }
  const inner = WHOLE.exec(text)?.[1];
  if (inner !== undefined && CONSTANT.test(inner)) {
    const value: number | boolean | null = JSON.parse(inner);
    return { kind: "literal", value };
  }
  const unknown = { kind: "unknown", text, references: referencesIn([text]) } as const;
  return inner !== undefined && STEPS.test(inner) ? { ...unknown, steps: stepsOf(inner) } : unknown;
}

/** The steps of a reference: names and numbers, without the instance that `count` or `for_each` makes. */
export function stepsOf(reference: string): readonly string[] {
  const [head = "", ...rest] = reference.replace(/\["[^"\\]*"\]/g, "").match(STEP) ?? [];
  const [name = "", ...path] = rest;
  const isInstance = /^\d+$/.test(path[0] ?? "");
  return [head, name, ...(isInstance ? path.slice(1) : path)];
}

/** The resources that expressions speak of, each once. */
export function referencesIn(texts: readonly string[]): readonly string[] {
  const found = texts.flatMap((text) =>
    [...text.matchAll(REFERENCE)].flatMap(([, data, name = ""]) =>
      data === undefined ? name : [],
    ),
  );
  return [...new Set(found)];
}
