import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

/*
 * The shapes that jsii can carry to other languages, of what the library's entry exports: flat structs
 * whose members are readonly, of types that each language has.
 */

const ROOM = resolve(__dirname, "../../constructs");

function parse(file: string): ts.SourceFile {
  const text = readFileSync(join(ROOM, file), "utf8");
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
}

const FILES = readdirSync(ROOM, { encoding: "utf8", recursive: true }).filter((name) =>
  name.endsWith(".ts"),
);
const SOURCES = FILES.map(parse);

/** The names that the entry exports. */
const EXPORTED = parse("index.ts").statements.flatMap((statement) =>
  ts.isExportDeclaration(statement) &&
  statement.exportClause !== undefined &&
  ts.isNamedExports(statement.exportClause)
    ? statement.exportClause.elements.map(({ name }) => name.text)
    : [],
);

const DECLARED = SOURCES.flatMap((source) => [...source.statements]);
const INTERFACES = DECLARED.filter(ts.isInterfaceDeclaration).filter(({ name }) =>
  EXPORTED.includes(name.text),
);
const CLASSES = DECLARED.filter(ts.isClassDeclaration).filter(({ name }) =>
  EXPORTED.includes(name?.text ?? ""),
);

/** Classes of the framework that a member may be. */
const FRAMEWORK = ["TerraformProvider"];

/** What is wrong with a type as that of a struct's member; undefined where nothing is. */
function obstacle(type: ts.TypeNode): string | undefined {
  const text = type.getText();
  if (/^(string|number|boolean|unknown)$/.test(text)) return undefined;
  if (ts.isLiteralTypeNode(type)) return ts.isStringLiteral(type.literal) ? undefined : text;
  if (ts.isArrayTypeNode(type)) return obstacle(type.elementType);
  if (ts.isUnionTypeNode(type)) return unionObstacle(type);
  if (!ts.isTypeReferenceNode(type)) return text;
  if (text.startsWith("Record<")) {
    const [key, value] = type.typeArguments ?? [];
    return key?.getText() === "string" && value !== undefined ? obstacle(value) : text;
  }
  if (type.typeArguments !== undefined) return text;
  return [...INTERFACES.map(({ name }) => name.text), ...FRAMEWORK].includes(text)
    ? undefined
    : text;
}

/** Of literals, which become text, or of text and one mapping: both exist everywhere; not of structs. */
function unionObstacle(type: ts.UnionTypeNode): string | undefined {
  const texts = type.types.map((each) => each.getText());
  if (/^(string|"[^"]*") \| Record<string, unknown>$/.test(texts.join(" | "))) return undefined;
  return type.types.every((each) => ts.isLiteralTypeNode(each) && ts.isStringLiteral(each.literal))
    ? undefined
    : type.getText();
}

function docOf(node: ts.Node): string {
  return ts
    .getJSDocCommentsAndTags(node)
    .map((each) => each.getText())
    .join("\n");
}

/** The members of the structs, as `Struct.member`. */
const MEMBERS = INTERFACES.flatMap((each) =>
  each.members.map((member) => [`${each.name.text}.${member.name?.getText()}`, member] as const),
);

describe("the structs of the public entry", () => {
  test("are found", () => {
    const names = INTERFACES.map(({ name }) => name.text);
    for (const name of ["DetectionPackProps", "CloudWatchDetectionProps", "RuleSelection"]) {
      expect(names).toContain(name);
    }
    expect(MEMBERS.length).toBeGreaterThan(50);
  });

  test.each(MEMBERS)(
    "have a readonly member of a type that every language has: %s",
    (_, member) => {
      if (!ts.isPropertySignature(member)) throw new Error("a struct has properties alone");
      expect(member.modifiers?.map(({ kind }) => kind)).toEqual([ts.SyntaxKind.ReadonlyKeyword]);
      expect(member.type && obstacle(member.type)).toBeUndefined();
    },
  );

  test.each(MEMBERS)(
    "say of each member what it is, and what holds without it: %s",
    (_, member) => {
      const doc = docOf(member);
      expect(doc).toMatch(/\/\*\*\s*\*?\s*\w/);
      expect(/@default \S/.test(doc)).toBe(member.questionToken !== undefined);
    },
  );

  test("are made of structs that are exported too, and bear no name of a behaviour", () => {
    for (const { heritageClauses = [], name, typeParameters } of INTERFACES) {
      expect(typeParameters).toBeUndefined();
      expect(name.text).not.toMatch(/^I[A-Z]/);
      const parents = heritageClauses.flatMap(({ types }) => types.map((type) => type.getText()));
      for (const parent of parents) expect(EXPORTED).toContain(parent);
    }
  });

  test("have each member in one place: none is declared again by what extends it", () => {
    const own = (name: string): readonly string[] => {
      const found = INTERFACES.find((each) => each.name.text === name);
      const parents = found?.heritageClauses?.flatMap(({ types }) =>
        types.map((type) => type.getText()),
      );
      return [
        ...(found?.members.map((member) => String(member.name?.getText())) ?? []),
        ...new Set((parents ?? []).flatMap(own)),
      ];
    };
    for (const { name } of INTERFACES) {
      const members = own(name.text);
      expect(members).toEqual([...new Set(members)]);
    }
  });
});

describe("the constructs of the public entry", () => {
  test("take scope, id and props, and no type parameters", () => {
    expect(CLASSES.map(({ name }) => name?.text).sort()).toEqual(
      expect.arrayContaining(["Detection"]),
    );
    for (const each of CLASSES) {
      expect(each.typeParameters).toBeUndefined();
      const made = each.members.find(ts.isConstructorDeclaration);
      const parameters = made?.parameters.map((parameter) => parameter.name.getText());
      expect(parameters).toEqual(["scope", "id", "props"]);
      const props = made?.parameters[2]?.type?.getText();
      expect(EXPORTED).toContain(props);
    }
  });

  test("offer methods and properties of types that every language has", () => {
    const resource = /^(TerraformResource|\w*Detection)$/;
    const fits = (type: ts.TypeNode): boolean => {
      if (type.kind === ts.SyntaxKind.UndefinedKeyword) return true;
      if (ts.isArrayTypeNode(type)) return fits(type.elementType);
      if (ts.isUnionTypeNode(type)) return type.types.every(fits);
      return resource.test(type.getText()) || obstacle(type) === undefined;
    };
    for (const each of CLASSES) {
      for (const member of each.members.filter(isPublic)) {
        const types = ts.isMethodDeclaration(member)
          ? [member.type, ...member.parameters.map(({ type }) => type)]
          : ts.isPropertyDeclaration(member)
            ? [member.type]
            : [];
        for (const type of types) expect(type && fits(type)).toBe(true);
        if (ts.isPropertyDeclaration(member)) {
          const kinds = member.modifiers?.map(({ kind }) => kind) ?? [];
          expect(kinds).toContain(ts.SyntaxKind.ReadonlyKeyword);
        }
      }
    }
  });
});

function isPublic(member: ts.ClassElement): boolean {
  const kinds = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : [];
  return !kinds.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
}

describe("the room of constructs", () => {
  test.each(FILES)(
    "asks no class of another copy of the framework, and visits no tree: %s",
    (file) => {
      const text = parse(file).getFullText();
      expect(text).not.toMatch(/\binstanceof\b/);
      expect(text).not.toMatch(/\bAspects\b/);
      expect(text).not.toMatch(/\baddDependency\b/);
    },
  );
});
