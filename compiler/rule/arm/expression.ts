import { entryOf, type Node } from "../../load/node";

/*
 * The template language's expressions, as far as they say something without a deployment. Source:
 * azure-docs, azure-resource-manager/templates/template-expressions and template-functions.
 */

/** What expressions of a template may ask for. */
export interface Scope {
  /** Each with its `defaultValue`, if it has one. */
  readonly parameters: Node | undefined;
  readonly variables: Node | undefined;
  /** The template that this one lies in. */
  readonly outer?: Scope | undefined;
}

/** A part of a text that only a deployment knows. */
export interface Unknown {
  readonly why: string;
}

/** What an expression comes to: a value of the template, or a text with parts that are not known. */
export type Value =
  | { readonly node: Node; readonly scope: Scope }
  | { readonly parts: readonly (string | Unknown)[] };

/** Whether a text is an expression (azure-docs, template-expressions, "Escape characters"). */
export function isExpression(text: string): boolean {
  return /^\[(?!\[)[^]*\]$/.test(text);
}

/** A text that is none as the deployment reads it: a doubled bracket stands for one. */
export function literalText(text: string): string {
  return /^\[\[[^]*\]$/.test(text) ? text.slice(1) : text;
}

/** References that are followed; longer chains go round in circles. */
const DEPTH = 30;

/** What an expression, with its brackets, comes to. */
export function evaluateExpression(expression: string, scope: Scope, depth = 0): Value {
  const text = expression.slice(1, -1);
  let at = 0;
  if (depth > DEPTH) return unknown("its references go round in circles");
  const result = operand();
  blanks();
  return at === text.length ? result : unknown("it is not understood");

  function operand(): Value {
    let value = primary();
    for (;;) {
      const member = taken(/\s*\.\s*([A-Za-z_][\w-]*)/y);
      if (member !== undefined) value = memberOf(value, member);
      else if (taken(/\s*(\[)/y) !== undefined) {
        const key = textOf(operand());
        if (taken(/\s*(\])/y) === undefined) return unknown("it is not understood");
        value = memberOf(value, key ?? "");
      } else return value;
    }
  }

  function primary(): Value {
    const literal = taken(/\s*'((?:[^']|'')*)'/y);
    if (literal !== undefined) return { parts: [literal.replaceAll("''", "'")] };
    const number = taken(/\s*(-?\d+)/y);
    if (number !== undefined) return { parts: [number] };
    const name = taken(/\s*([A-Za-z_][\w.]*)\s*\(/y);
    if (name === undefined) return unknown("it is not understood");
    const args: Value[] = [];
    while (taken(/\s*(\))/y) === undefined) {
      if (args.length > 0 && taken(/\s*(,)/y) === undefined) return stop();
      if (at >= text.length) return stop();
      args.push(operand());
    }
    return call(name, args);
  }

  function stop(): Value {
    at = text.length;
    return unknown("it is not understood");
  }

  function call(name: string, args: readonly Value[]): Value {
    const [first] = args;
    switch (name.toLowerCase()) {
      case "concat":
        return { parts: args.flatMap((each) => partsOf(each, depth)) };
      case "format":
        return formatted(args, depth);
      case "tolower": {
        const parts = first === undefined ? [] : partsOf(first, depth);
        return {
          parts: parts.map((each) => (typeof each === "string" ? each.toLowerCase() : each)),
        };
      }
      case "parameters":
        return parameter(first && textOf(first), scope);
      case "variables":
        return variable(first && textOf(first), scope);
      default:
        return unknown(`\`${name}()\` is known to a deployment alone`);
    }
  }

  function textOf(value: Value): string | undefined {
    const parts = partsOf(value, depth);
    return parts.every((each) => typeof each === "string") ? parts.join("") : undefined;
  }

  function taken(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    at += found?.[0].length ?? 0;
    return found?.[1];
  }

  function blanks(): void {
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
  }
}

function unknown(why: string): Value {
  return { parts: [{ why }] };
}

function parameter(name: string | undefined, scope: Scope): Value {
  for (let each: Scope | undefined = scope; each !== undefined; each = each.outer) {
    const declared = named(each.parameters, name);
    const node = declared && entryOf(declared, "defaultValue")?.value;
    if (node !== undefined) return { node, scope: each };
    if (declared !== undefined) return unknown(`the parameter \`${name}\` has no \`defaultValue\``);
  }
  return unknown(`there is no parameter \`${name ?? ""}\``);
}

function variable(name: string | undefined, scope: Scope): Value {
  for (let each: Scope | undefined = scope; each !== undefined; each = each.outer) {
    const node = named(each.variables, name);
    if (node !== undefined) return { node, scope: each };
  }
  return unknown(`there is no variable \`${name ?? ""}\``);
}

/** Names are the same in any case (azure-docs, template-expressions). */
function named(node: Node | undefined, name = ""): Node | undefined {
  if (node?.kind !== "mapping") return undefined;
  return node.entries.find(({ key }) => key.toLowerCase() === name.toLowerCase())?.value;
}

function memberOf(value: Value, name: string): Value {
  if ("parts" in value) return value;
  const { node, scope } = value;
  const inner = node.kind === "sequence" ? node.items[Number(name)] : named(node, name);
  return inner === undefined ? unknown(`there is no member \`${name}\``) : { node: inner, scope };
}

/** A value as text, in which parts may be unknown. */
export function partsOf(value: Value, depth = 0): readonly (string | Unknown)[] {
  if ("parts" in value) return value.parts;
  const { node, scope } = value;
  if (node.kind !== "scalar") return [{ why: "it is a list or an object, where a text is needed" }];
  if (typeof node.value !== "string") return [node.text];
  if (!isExpression(node.value)) return [literalText(node.value)];
  return partsOf(evaluateExpression(node.value, scope, depth + 1), depth + 1);
}

function formatted([form, ...args]: readonly Value[], depth: number) {
  const parts = form === undefined ? [] : partsOf(form, depth);
  return {
    parts: parts.flatMap((part) =>
      typeof part !== "string"
        ? [part]
        : part.split(/\{(\d+)\}/).flatMap((piece, index) => {
            const value = index % 2 === 1 ? args[Number(piece)] : undefined;
            return value === undefined ? [piece] : partsOf(value, depth);
          }),
    ),
  };
}
