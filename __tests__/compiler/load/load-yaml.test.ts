import fc from "fast-check";
import { stringify } from "yaml";

import { Diagnostics } from "../../../compiler/core/diagnostic";
import { LOAD_LIMITS, loadYaml } from "../../../compiler/load/load-yaml";
import { entryOf, nodeAt, valueOf, type Node } from "../../../compiler/load/node";

function load(text: string) {
  const diagnostics = new Diagnostics();
  const source = { path: "rule.yml", text };
  const roots = loadYaml(source, diagnostics);
  return { roots, source, found: diagnostics.all };
}

function read(text: string): unknown {
  const { roots, found } = load(text);
  expect(found).toEqual([]);
  expect(roots).toHaveLength(1);
  return roots.map(valueOf)[0];
}

const codes = (text: string) => load(text).found.map(({ code }) => code);

describe("values", () => {
  test("are those of YAML 1.2, not 1.1", () => {
    const text = "[yes, off, 0777, 0o17, 1_000, 12:30:45, 2024-01-01, 1e3, 0x1F, ~, True, .inf]";
    expect(read(text)).toEqual([
      ...["yes", "off", 777, 15, "1_000", "12:30:45", "2024-01-01", 1000, 31, null, true],
      Infinity,
    ]);
  });

  test("keep the text they were written as", () => {
    const { roots } = load("a: 0777\nb: 'it''s'\nc: 1.10\n");
    const texts = ["a", "b", "c"].map((key) => {
      const node = roots[0] && entryOf(roots[0], key)?.value;
      return node?.kind === "scalar" ? node.text : undefined;
    });
    expect(texts).toEqual(["0777", "it's", "1.10"]);
  });

  test("come back from what the library writes, whatever they are", () => {
    const safe = fc.string().filter((text) => !/\p{Cc}|\p{Cs}/u.test(text));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        fc.oneof(safe, fc.integer(), fc.boolean(), fc.constant(null)),
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(
          safe.filter((key) => key !== "<<"),
          tie("tree"),
          { maxKeys: 4 },
        ),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expect(JSON.stringify(read(stringify(value)))).toBe(JSON.stringify(value));
      }),
    );
  });
});

describe("positions", () => {
  test("of every scalar point at its text, in every layout", () => {
    const text =
      "# first\nplain: one\nquoted: \"two\"\nlist:\n  - three\n  - {inner: four, 'key': five}\n" +
      "block: |\n  six\nalias: &a seven\n";
    const { roots, found } = load(text);
    expect(found).toEqual([]);
    const at = (...path: (string | number)[]) => {
      const { span } = nodeAt(roots[0]!, path).node;
      return text.slice(span.start, span.end);
    };
    expect(at("plain")).toBe("one");
    expect(at("quoted")).toBe('"two"');
    expect(at("list", 0)).toBe("three");
    expect(at("list", 1, "inner")).toBe("four");
    expect(at("list", 1, "key")).toBe("five");
    expect(at("block")).toBe("|\n  six\n");
    expect(at("alias")).toBe("seven");
  });

  test("of keys, too", () => {
    const { roots } = load("a:\n  'b|c': 1\n");
    const inner = entryOf(roots[0]!, "a")!.value;
    const { keySpan } = entryOf(inner, "b|c")!;
    expect("a:\n  'b|c': 1\n".slice(keySpan.start, keySpan.end)).toBe("'b|c'");
  });

  test("count lines alike with CRLF", () => {
    const { found } = load("a: 1\r\nb: 2\r\na: 3\r\n");
    expect(found).toMatchObject([{ code: "DET102", line: 3, column: 1, excerpt: "a: 3" }]);
  });
});

describe("documents", () => {
  test("may be several in one text", () => {
    const { roots, found } = load("a: 1\n---\nb: 2\n...\n---\nc: 3\n");
    expect(found).toEqual([]);
    expect(roots.map(valueOf)).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }]);
  });

  test("that are free of errors are read beside one that is not", () => {
    const { roots, found } = load("a: [1\n---\nb: 2\n");
    expect(found[0]?.code).toBe("DET101");
    expect(roots.map(valueOf)).toContainEqual({ b: 2 });
  });
});

describe("keys", () => {
  test("named like members of every object are keys like others", () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"];
    const value = read(names.map((name) => `${name}: {polluted: true}`).join("\n"));
    expect(Object.keys(value ?? {})).toEqual(names);
    expect({}).not.toHaveProperty("polluted");
    expect(Object.getPrototypeOf(value)).toBeNull();
  });

  test("stand once in a mapping, each repetition is reported", () => {
    expect(codes("a: 1\na: 2\n'a': 3\n")).toEqual(["DET102", "DET102"]);
    expect(codes("x: {a: 1, b: {a: 1}}\n")).toEqual([]);
  });

  test("are text: merge keys and collections are refused", () => {
    expect(codes("a: &a {b: 1}\nc:\n  <<: *a\n")).toEqual(["DET111"]);
    expect(codes("? [a, b]\n: 1\n")).toEqual(["DET110"]);
  });
});

describe("aliases", () => {
  test("stand for what they name, at its place", () => {
    expect(read("a: &x [1, 2]\nb: *x\n")).toEqual({ a: [1, 2], b: [1, 2] });
  });

  test("that name nothing, or themselves, are refused", () => {
    expect(codes("a: *x\n")).toEqual(["DET108"]);
    expect(codes("a: &x [*x]\n")).toEqual(["DET108"]);
  });

  test("cannot be a bomb", () => {
    const levels = Array.from({ length: 30 }, (_, at) =>
      at === 0 ? "l0: &l0 [x, x]" : `l${at}: &l${at} [*l${at - 1}, *l${at - 1}]`,
    );
    expect(codes(levels.join("\n"))).toEqual(["DET109"]);
  });
});

describe("what is not YAML", () => {
  test.each([
    ["NUL", "a: x\u0000y", "U+0000"],
    ["an escape character", "a: \u001b[31m", "U+001B"],
    ["half a surrogate pair", "a: \ud800", "U+D800"],
  ])("is refused by its character: %s", (_what, text, name) => {
    const { found, roots } = load(`title: x\n${text}\n`);
    expect(found).toMatchObject([{ code: "DET106", line: 2 }]);
    expect(found[0]?.message).toContain(name);
    expect(roots).toEqual([]);
  });

  test.each([
    ["every line", "a: 1\rb: 2\r", { line: 1, column: 5 }],
    ["a comment, which would hide a line", "a: 1\n# b\rc: 2\n", { line: 2, column: 4 }],
    ["a line that ends twice", "a: 1\nb: 2\r\r\n", { line: 2, column: 5 }],
  ])("is refused where a carriage return alone ends %s", (_what, text, place) => {
    const { found, roots } = load(text);
    expect(found).toMatchObject([{ code: "DET106", ...place }]);
    expect(found[0]?.message).toBe("the line ends in a carriage return (CR) alone");
    expect(found[0]?.fix).toBe("save the file with line ends LF or CRLF");
    expect(roots).toEqual([]);
  });

  test("is refused where a tab indents", () => {
    expect(load("a:\n\tb: 1\n").found).toContainEqual(
      expect.objectContaining({ code: "DET101", line: 2, fix: "indent with spaces" }),
    );
  });

  test("may hold tabs and any other character in its texts", () => {
    expect(read("a: 'x\ty'\nb: \"\\ud83d\\ude00 é 漢\"\n")).toEqual({ a: "x\ty", b: "😀 é 漢" });
  });

  test("is reported a hundred times at most", () => {
    expect(codes("@\n---\n".repeat(500))).toHaveLength(LOAD_LIMITS.mistakes);
    expect(codes("a: 1\n".repeat(500))).toHaveLength(LOAD_LIMITS.mistakes);
  });
});

describe("limits", () => {
  const nested = (levels: number) => "a: " + "[".repeat(levels) + "]".repeat(levels) + "\n";

  test("of nesting hold to the level, however deep it goes", () => {
    expect(codes(nested(20))).toEqual([]);
    for (const deep of [
      nested(65),
      nested(10_000),
      `${"- ".repeat(10_000)}x`,
      "a:\n" + "{".repeat(10_000),
    ]) {
      expect(codes(deep)).toEqual(["DET107"]);
    }
  });

  test("of size hold to the character", () => {
    const text = (size: number) => `a: ${"x".repeat(size - 4)}\n`;
    expect(codes(text(LOAD_LIMITS.sourceChars))).toEqual([]);
    expect(codes(text(LOAD_LIMITS.sourceChars + 1))).toEqual(["DET105"]);
    expect(codes("x".repeat(10_000_000))).toEqual(["DET105"]);
  });
});

test("a node's place lies within its parent's", () => {
  const inside = (node: Node, from: number, to: number): boolean => {
    if (node.span.start < from || node.span.end > to) return false;
    const { start, end } = node.span;
    if (node.kind === "scalar") return true;
    if (node.kind === "sequence") return node.items.every((item) => inside(item, start, end));
    return node.entries.every(({ value }) => inside(value, start, end));
  };
  fc.assert(
    fc.property(fc.object({ maxDepth: 3, values: [fc.integer(), fc.boolean()] }), (value) => {
      const { roots, source } = load(stringify(value));
      expect(roots.every((root) => inside(root, 0, source.text.length))).toBe(true);
    }),
  );
});
