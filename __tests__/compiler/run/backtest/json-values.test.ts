import fc from "fast-check";

import type { Json } from "../../../../compiler/core/json";
import { LOG_SOURCES } from "../../../../compiler/log-sources/registry";
import { jsonValues, MalformedJson } from "../../../../compiler/run/backtest/json-values";
import { runs } from "../../../support/long";

/** The records of a text that comes in chunks of a size. */
function read(text: string | Buffer, size = Infinity): Json[] {
  const bytes = Buffer.from(text);
  const found: Json[] = [];
  const values = jsonValues((record) => found.push(record));
  values.begin();
  for (let at = 0; at < bytes.length; at += size) values.push(bytes.subarray(at, at + size));
  values.end();
  return found;
}

const record = fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue({ maxDepth: 3 }));
const spaces = fc.constantFrom("", " ", "\n", "\r\n", "  \n\t");

/** The same records in every way that a history is written. */
const WRITINGS: Readonly<Record<string, (records: readonly unknown[], space: string) => string>> = {
  "one a line": (records) => records.map((each) => `${JSON.stringify(each)}\n`).join(""),
  "one a line, without a last line break": (records) =>
    records.map((each) => JSON.stringify(each)).join("\n"),
  "one a line, as Windows writes lines": (records) =>
    records.map((each) => `${JSON.stringify(each)}\r\n`).join(""),
  "one after another": (records, space) => records.map((each) => JSON.stringify(each)).join(space),
  "over many lines": (records) =>
    records.map((each) => JSON.stringify(each, undefined, 2)).join("\n"),
  "an array": (records, space) =>
    `[${records.map((each) => JSON.stringify(each)).join(`${space},`)}]`,
  Records: (records, space) =>
    `{"Records":${space}[${records.map((each) => JSON.stringify(each)).join(",")}${space}]}`,
  records: (records, space) => `{"records":${space}${JSON.stringify(records)}}`,
  "value, as Graph and other APIs answer": (records) =>
    JSON.stringify({ "@odata.context": "https://example.com", value: records }),
  "Records over many lines": (records) => JSON.stringify({ Records: records }, undefined, 2),
  "Records with another key behind": (records) =>
    JSON.stringify({ Records: records, more: [1, "]}"] }),
  "Records with another key before": (records) =>
    JSON.stringify({ digest: "x".repeat(300), Records: records }),
};

/** Keys under which files have their records. */
const KEYS = LOG_SOURCES.flatMap(({ events }) => events.containers ?? []).concat("logEvents");

describe("records are found, whatever the chunks, where they are written", () => {
  test.each(Object.entries(WRITINGS))("%s", (_, write) => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 5 }),
        spaces,
        fc.integer({ min: 1, max: 400 }),
        (records, space, size) => {
          // A record that itself has such a list is a file within the file.
          fc.pre(records.every((each) => !KEYS.some((key) => Array.isArray(each[key]))));
          const wanted = JSON.parse(JSON.stringify(records)) as Json[];
          expect(read(write(records, space), size)).toEqual(wanted);
        },
      ),
      { numRuns: runs(100, 1000) },
    );
  });

  test("an event that has such a list is an event", () => {
    const event = {
      kind: "Event",
      verb: "list",
      objectRef: { resource: "pods" },
      items: [{ a: 1 }],
    };
    expect(read(JSON.stringify(event))).toEqual([event]);
  });

  test("Records files one after another", () => {
    const file = (id: number) => JSON.stringify({ Records: [{ id }, { id: id + 1 }] });
    expect(read(`${file(1)}\n${file(3)}`, 7)).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }]);
  });

  test("a record whose own list looks like the records around it", () => {
    const records = [{ a: [{ a: 1 }, { a: 2 }] }, { a: '},{"a' }];
    expect(read(JSON.stringify({ Records: records }), 5)).toEqual(records);
  });

  test("behind a byte order mark, and nothing in an empty file", () => {
    expect(read('\ufeff{"a":1}\n')).toEqual([{ a: 1 }]);
    expect(read("")).toEqual([]);
    expect(read("\n \n")).toEqual([]);
    expect(read('{"Records":[]}')).toEqual([]);
  });
});

describe("what is no run of records is refused, after the records before it", () => {
  test.each([
    ["text", "hello", 0],
    ["a number in the list", '{"Records":[{"a":1},2]}', 1],
    ["a broken record", '{"a":1}\n{"a":,}\n{"a":3}\n', 1],
    ["a file that ends inside a record", '{"Records":[{"a":1},{"b":', 1],
    ["a list that is not closed", '{"Records":[{"a":1}', 1],
  ])("%s", (_, text, before) => {
    for (const size of [1, 3, Infinity]) {
      let found = 0;
      const values = jsonValues(() => (found += 1));
      const run = () => {
        values.begin();
        const bytes = Buffer.from(text);
        for (let at = 0; at < bytes.length; at += size) values.push(bytes.subarray(at, at + size));
        values.end();
      };
      expect(run).toThrow(MalformedJson);
      expect(found).toBe(before);
    }
  });

  test("with the place where it begins", () => {
    expect(() => read('{"a":1}\n{"a":,}\n')).toThrow("at byte 8: not valid JSON");
  });
});

test("a file begins afresh after one that was torn, and chunks may be written over", () => {
  const found: Json[] = [];
  const values = jsonValues((record) => found.push(record));
  const chunk = Buffer.alloc(64);
  const read = (text: string) => {
    values.begin();
    for (let at = 0; at < text.length; at += 5) {
      const length = chunk.write(text.slice(at, at + 5));
      values.push(chunk.subarray(0, length));
    }
    values.end();
  };
  expect(() => read('{"Records":[{"a":1},{"b":')).toThrow(/^at byte 20: /);
  read('{"Records":[{"c":[1,2]},{"d":"}"}]}');
  expect(() => read('{"a":1}\n[{"b')).toThrow(/^at byte 9: /);
  read(' {"e":2}');
  expect(found).toEqual([{ a: 1 }, { c: [1, 2] }, { d: "}" }, { a: 1 }, { e: 2 }]);
});
