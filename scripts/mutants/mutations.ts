import * as ts from "typescript";

/** One change of one place in a source file. */
export interface Mutation {
  readonly kind: MutationKind;
  /** Offsets in the text; what stands between them is replaced. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

type MutationKind =
  | "logic"
  | "equality"
  | "order"
  | "sum"
  | "condition"
  | "boolean"
  | "negation"
  | "text"
  | "number"
  | "quantifier"
  | "element"
  | "statement";

const OPERATORS: ReadonlyMap<string, readonly [MutationKind, string]> = new Map([
  ["&&", ["logic", "||"]],
  ["||", ["logic", "&&"]],
  ["===", ["equality", "!=="]],
  ["!==", ["equality", "==="]],
  ["<", ["order", "<="]],
  ["<=", ["order", "<"]],
  [">", ["order", ">="]],
  [">=", ["order", ">"]],
  ["+", ["sum", "-"]],
  ["-", ["sum", "+"]],
]);

const QUANTIFIERS: ReadonlyMap<string, string> = new Map([
  ["some", "every"],
  ["every", "some"],
]);

/** Every mutation of a source file, in the order of the text. */
export function mutationsOf(text: string): readonly Mutation[] {
  const source = ts.createSourceFile("mutated.ts", text, ts.ScriptTarget.ES2022, true);
  const found: Mutation[] = [];
  const visit = (node: ts.Node): void => {
    if (isOnlyTypesOrNames(node)) return;
    found.push(...mutationsAt(node, source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The text with the one change made. */
export function mutate(text: string, { start, end, replacement }: Mutation): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

function isOnlyTypesOrNames(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  );
}

function mutationsAt(node: ts.Node, source: ts.SourceFile): readonly Mutation[] {
  const at = (place: ts.Node, kind: MutationKind, replacement: string): readonly Mutation[] => [
    { kind, start: place.getStart(source), end: place.getEnd(), replacement },
  ];
  if (ts.isBinaryExpression(node)) {
    const swapped = OPERATORS.get(node.operatorToken.getText(source));
    return swapped === undefined ? [] : at(node.operatorToken, ...swapped);
  }
  if (ts.isIfStatement(node)) {
    return at(node.expression, "condition", `!(${node.expression.getText(source)})`);
  }
  if (ts.isConditionalExpression(node)) {
    return at(node.condition, "condition", `!(${node.condition.getText(source)})`);
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return at(node, "boolean", "false");
  if (node.kind === ts.SyntaxKind.FalseKeyword) return at(node, "boolean", "true");
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    return at(node, "negation", node.operand.getText(source));
  }
  if (ts.isStringLiteralLike(node)) {
    const named = ts.isPropertyAssignment(node.parent) && node.parent.name === node;
    const tagged = ts.isTaggedTemplateExpression(node.parent);
    return node.text === "" || named || tagged ? [] : at(node, "text", '""');
  }
  if (ts.isNumericLiteral(node)) {
    if (node.text !== "0" && node.text !== "1") return [];
    return at(node, "number", node.text === "0" ? "1" : "0");
  }
  if (ts.isPropertyAccessExpression(node)) {
    const swapped = QUANTIFIERS.get(node.name.text);
    return swapped === undefined ? [] : at(node.name, "quantifier", swapped);
  }
  if (ts.isArrayLiteralExpression(node)) {
    const elements = node.elements.map((each) => each.getText(source));
    return elements.flatMap((_, index) =>
      at(node, "element", `[${elements.filter((__, other) => other !== index).join(", ")}]`),
    );
  }
  if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)) {
    return at(node, "statement", ";");
  }
  return [];
}

export function parses(text: string): boolean {
  return ts.transpileModule(text, { reportDiagnostics: true }).diagnostics?.length === 0;
}
