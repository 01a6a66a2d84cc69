import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";

/** What `exports` of package.json leads to, by the name that an importer writes. */
const ENTRIES: Readonly<Record<string, string>> = {
  "cdktf-detections": "constructs/index.ts",
  "cdktf-detections/compiler": "compiler/index.ts",
  "cdktf-detections/review": "review/review-files.ts",
};

const ROOT = join(__dirname, "..");

/** A file as its declarations alone, without comments. */
interface Declarations {
  readonly statements: readonly ts.Statement[];
  readonly source: ts.SourceFile;
}

const read = new Map<string, Declarations>();

function declarationsOf(path: string): Declarations {
  const known = read.get(path);
  if (known !== undefined) return known;
  const { outputText } = ts.transpileDeclaration(readFileSync(join(ROOT, path), "utf8"), {
    fileName: path,
    compilerOptions: { removeComments: true, jsx: ts.JsxEmit.ReactJSX },
  });
  const source = ts.createSourceFile(path, outputText, ts.ScriptTarget.ES2022, true);
  const made = { statements: source.statements, source };
  read.set(path, made);
  return made;
}

function fileOf(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const base = normalize(join(dirname(from), specifier));
  return [`${base}.ts`, `${base}.tsx`, join(base, "index.ts")].find((path) =>
    existsSync(join(ROOT, path)),
  );
}

/** Where a name that a file knows is declared: there, or in a file that it has the name from. */
function declared(path: string, name: string): { path: string; name: string } | undefined {
  const { statements } = declarationsOf(path);
  if (statements.some((each) => namesOf(each).includes(name))) return { path, name };
  for (const each of statements) {
    const specifier =
      (ts.isImportDeclaration(each) || ts.isExportDeclaration(each)) && each.moduleSpecifier;
    const bindings = ts.isImportDeclaration(each)
      ? each.importClause?.namedBindings
      : ts.isExportDeclaration(each)
        ? each.exportClause
        : undefined;
    if (!specifier || !ts.isStringLiteral(specifier) || bindings === undefined) continue;
    if (!ts.isNamedImports(bindings) && !ts.isNamedExports(bindings)) continue;
    const found = (bindings.elements as readonly (ts.ImportSpecifier | ts.ExportSpecifier)[]).find(
      (element) => element.name.text === name,
    );
    const file = found && fileOf(path, specifier.text);
    if (file !== undefined) return declared(file, (found!.propertyName ?? found!.name).text);
  }
  return undefined;
}

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const named = statement as ts.DeclarationStatement;
  return named.name !== undefined && ts.isIdentifier(named.name) ? [named.name.text] : [];
}

/** A constant whose type is that of its value, as the code has it: the schemas. */
function written({ path, name }: { readonly path: string; readonly name: string }): string {
  const text = readFileSync(join(ROOT, path), "utf8");
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const statement = source.statements.find((each) => namesOf(each).includes(name))!;
  const printer = ts.createPrinter({ removeComments: true });
  return printer.printNode(ts.EmitHint.Unspecified, statement, source);
}

/** Names that a declaration speaks of. */
function mentioned(node: ts.Node): readonly string[] {
  const found: string[] = [];
  const visit = (each: ts.Node): void => {
    if (ts.isIdentifier(each)) found.push(each.text);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
}

/**
 * The public API: every declaration that an importer reaches, and those that they speak of. A change of
 * a public type is a change of this page.
 */
export function apiPage(): string {
  const blocks = new Map<string, string>();
  const follow = (path: string, name: string): void => {
    const at = declared(path, name);
    if (at === undefined || blocks.has(`${at.name} ${at.path}`)) return;
    const { statements, source } = declarationsOf(at.path);
    const own = statements.filter((each) => namesOf(each).includes(at.name));
    const text = own.map((each) => each.getText(source)).join("\n");
    const shown = /^(export )?declare const \w+: any;$/.test(text) ? written(at) : text;
    blocks.set(`${at.name} ${at.path}`, shown.replace(/^(export )?(declare )?/gm, ""));
    for (const each of own) for (const other of mentioned(each)) follow(at.path, other);
  };
  const entries = Object.entries(ENTRIES).map(([name, path]) => {
    const exported = declarationsOf(path).statements.flatMap((each) =>
      ts.isExportDeclaration(each) && each.exportClause && ts.isNamedExports(each.exportClause)
        ? each.exportClause.elements.map((element) => element.name.text)
        : namesOf(each).filter(() => ts.canHaveModifiers(each) && isExported(each)),
    );
    for (const each of exported) follow(path, each);
    return `\`${name}\`: ${[...exported]
      .sort()
      .map((each) => `\`${each}\``)
      .join(", ")}`;
  });
  const sorted = [...blocks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  return [
    "# The public API",
    "",
    "Written by `npm run docs` from the declarations that the package exports, and those that they speak of. What",
    "changes here changes for users.",
    "",
    ...entries.flatMap((entry) => [entry, ""]),
    "```ts",
    sorted.join("\n\n"),
    "```",
    "",
  ].join("\n");
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}
