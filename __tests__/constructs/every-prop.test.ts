import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

import { messages } from "../../constructs/app/messages";

/*
 * That nothing of the public API is without a test: each prop stands in a test of its name, each message
 * is expected in one by its code. Whether the test is a good one, only a reader can say.
 */

const ROOM = resolve(__dirname, "../../constructs");

function textsIn(folder: string, ending: string): readonly string[] {
  return readdirSync(folder, { encoding: "utf8", recursive: true })
    .filter((name) => name.endsWith(ending) && name !== "every-prop.test.ts")
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

const TESTS = textsIn(__dirname, ".test.ts").join("\n");

/** The members of every exported struct, each once. */
const PROPS = new Set(
  textsIn(ROOM, ".ts").flatMap((text) => {
    const source = ts.createSourceFile("x.ts", text, ts.ScriptTarget.ES2022, true);
    const exported = source.statements
      .filter(ts.isInterfaceDeclaration)
      .filter(({ name }) => /(Props|Placement|Settings|Overrides|Selection)$/.test(name.text));
    return exported.flatMap(({ members }) => members.map((member) => member.name?.getText() ?? ""));
  }),
);

const CODES = Object.values(messages).flatMap((message) => String(message).match(/DET\d{3}/) ?? []);

test("props and messages are found", () => {
  expect(PROPS.size).toBeGreaterThan(40);
  expect(new Set(CODES).size).toBe(Object.keys(messages).length);
});

test.each([...PROPS])("the prop %s is in a test", (prop) => {
  expect(TESTS).toMatch(new RegExp(`\\b${prop}\\b`));
});

test.each(CODES)("the message %s is in a test", (code) => {
  expect(TESTS).toContain(code);
});
