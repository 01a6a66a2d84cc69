import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { preProcessFile } from "typescript";

/** The picture in this page is the table of floors; the table of rooms beside it tells their jobs. */
const PAGE = "docs/architecture.md";

const page = readFileSync(PAGE, "utf8");

/** The rooms of each floor, from the top down. */
const FLOORS: readonly (readonly string[])[] = /^```floors\n(.*?)^```$/ms
  .exec(page)![1]!
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/));

/** The repository's files, those that are new and not yet added among them. */
const files = (patterns: readonly string[]): readonly string[] =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...patterns], {
    encoding: "utf8",
  })
    .trim()
    .split("\n")
    .filter((path) => existsSync(path));

const isProduction = (path: string): boolean =>
  !path.startsWith("__tests__/") && !path.startsWith("examples/") && !path.startsWith("docs/");

/** File → the files of this repository that it imports, types included. */
function importsOf(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const specifiers = preProcessFile(readFileSync(file, "utf8"), true, true).importedFiles;
      const found = specifiers
        .map(({ fileName }) => fileName)
        .filter((name) => name.startsWith("."))
        .map((name) => normalize(join(dirname(file), name)))
        .flatMap((base) =>
          [`${base}.ts`, `${base}.tsx`, join(base, "index.ts")].filter((path) => known.has(path)),
        );
      return [file, found];
    }),
  );
}

const floorOf = (file: string): number =>
  FLOORS.findIndex((rooms) => rooms.some((room) => file === room || file.startsWith(`${room}/`)));

const roomOf = (file: string): string | undefined =>
  FLOORS.flat().find((room) => file === room || file.startsWith(`${room}/`));

/** Rooms without a row that tells their job, and rows that tell a newcomer to begin with no file. */
function untold(files: readonly string[]): readonly string[] {
  const rows = [...page.matchAll(/^\| `([^`]+)` +\|.*\| `([^`]+)` +\|$/gm)];
  return [
    ...FLOORS.flat()
      .filter((room) => !rows.some(([, told]) => told === room))
      .map((room) => `${PAGE} does not tell the job of ${room}`),
    ...rows
      .filter(([, , first]) => !files.includes(first!))
      .map(([, room, first]) => `${PAGE} begins ${room} with ${first}, which is no file`),
  ];
}

/** Imports that lead up, or to another room of the same floor. */
function upward(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return [...imports].flatMap(([file, imported]) =>
    imported
      .filter((other) => roomOf(other) !== roomOf(file) && floorOf(other) <= floorOf(file))
      .map((other) => `${file} imports ${other}, which is not below it`),
  );
}

/** Files that import each other, by whatever way: Tarjan's strongly connected components. */
function circles(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const found: string[] = [];
  const visit = (file: string): void => {
    index.set(file, index.size);
    low.set(file, index.get(file)!);
    open.push(file);
    for (const next of imports.get(file) ?? []) {
      if (!index.has(next)) visit(next);
      if (open.includes(next)) low.set(file, Math.min(low.get(file)!, low.get(next)!));
    }
    if (low.get(file) !== index.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) found.push(`a circle of imports: ${circle.sort().join(", ")}`);
  };
  for (const file of imports.keys()) if (!index.has(file)) visit(file);
  return found;
}

const production = files(["*.ts", "*.tsx"]).filter(isProduction);
const imports = importsOf(production);
const homeless = production.filter((file) => roomOf(file) === undefined);
const findings = [
  ...homeless.map((file) => `${file} is in no room of the table`),
  ...untold(production),
  ...upward(imports),
  ...circles(imports),
];
for (const finding of findings) console.error(finding);
process.exitCode = findings.length === 0 ? 0 : 1;
