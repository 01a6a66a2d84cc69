import type { Binary, Jsonata, Operator } from "./ast";
import { textLiteral } from "./escape";

/** The text of an expression, on one line. */
export function printJsonata(node: Jsonata): string {
  switch (node.kind) {
    case "text":
      return textLiteral(node.value);
    case "number":
    case "boolean":
      return String(node.value);
    case "null":
      return "null";
    case "regex":
      return `/${node.source}/`;
    case "variable":
      return `$${node.name}`;
    case "path":
      return [print(node.of, node), ...node.names.map(nameOf)].join(".");
    case "descendants":
      return `[${print(node.of, node)}.**]`;
    case "flat":
      return `[{'v': ${printJsonata(node.of)}}.*]`;
    case "call":
      return `$${node.name}(${node.operands.map(printJsonata).join(", ")})`;
    case "function": {
      const parameters = node.parameters.map((name) => `$${name}`).join(", ");
      return `function(${parameters}) { ${printJsonata(node.body)} }`;
    }
    case "binary":
      return `${print(node.left, node)} ${node.operator} ${print(node.right, node)}`;
    case "choice": {
      const { test, then, otherwise } = node;
      const rest = otherwise === undefined ? "" : ` : ${printJsonata(otherwise)}`;
      return `${print(test, node)} ? ${print(then, node)}${rest}`;
    }
    case "block": {
      const lets = node.lets.map(({ name, value }) => `$${name} := ${printJsonata(value)}`);
      return `(${[...lets, printJsonata(node.result)].join("; ")})`;
    }
  }
}

function print(node: Jsonata, inside: Jsonata): string {
  return isWrapped(node, inside) ? `(${printJsonata(node)})` : printJsonata(node);
}

const WORDS = new Set(["and", "or", "in", "true", "false", "null", "function"]);

function nameOf(name: string): string {
  return /^[A-Za-z]\w*$/.test(name) && !WORDS.has(name) ? name : textLiteral(name);
}

/** How tightly operators bind (JSONata 2.0.6, the parser's table). */
const BINDING: Readonly<Record<Operator, number>> = {
  or: 25,
  and: 30,
  "=": 40,
  "!=": 40,
  "<": 40,
  "<=": 40,
  ">": 40,
  ">=": 40,
  "&": 50,
  "+": 50,
  "-": 50,
};

/**
 * Whether what stands inside another has parentheses, beside an operator or before a question mark or a
 * dot: a block to the engine, which is a step deeper.
 */
export function isWrapped(node: Jsonata, inside: Jsonata): boolean {
  switch (inside.kind) {
    case "path":
    case "descendants":
      return node.kind === "binary" || node.kind === "choice";
    case "binary":
      return node.kind === "choice" || (node.kind === "binary" && bindsLess(node, inside));
    case "choice":
      return node.kind === "choice" && node !== inside.otherwise;
    default:
      return false;
  }
}

function bindsLess(node: Binary, inside: Binary): boolean {
  const [own, around] = [BINDING[node.operator], BINDING[inside.operator]];
  const mixed = own <= BINDING.and && around <= BINDING.and && own !== around;
  return mixed || (node === inside.right ? own <= around : own < around);
}
