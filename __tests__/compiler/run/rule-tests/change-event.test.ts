import fc from "fast-check";

import type { JsonObject } from "../../../../compiler/core/json";
import { withoutValue, withValue } from "../../../../compiler/run/rule-tests/change-event";

const plain = (event: JsonObject | undefined) => event && JSON.parse(JSON.stringify(event));

/** Names that objects inherit are names like others. */
const name = fc.constantFrom("a", "b", "__proto__", "constructor", "kind");
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((keys) => keys.join("."));
const event = fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: false });

describe("an event that a test changes", () => {
  test("has the value at the path, and everything else as it was", () => {
    fc.assert(
      fc.property(event, path, (from, at) => {
        const before = JSON.stringify(from);
        const made = withValue(from as JsonObject, at, "new");
        expect(JSON.stringify(from)).toBe(before);
        if (made === undefined) return;
        const keys = at.split(".");
        const reached = keys.reduce<unknown>((value, key) => (value as JsonObject)[key], made);
        expect(reached).toBe("new");
        const [first] = keys;
        const others = (value: JsonObject) =>
          Object.entries(plain(value)).filter(([key]) => key !== first);
        expect(others(made)).toEqual(others(from as JsonObject));
      }),
    );
  });

  test("is as before once what was set is unset", () => {
    fc.assert(
      fc.property(event, name, (from, at) => {
        fc.pre(!Object.hasOwn(from, at));
        const made = withValue(from as JsonObject, at, 1)!;
        expect(plain(withoutValue(made, at))).toEqual(plain(from as JsonObject));
      }),
    );
  });

  test("cannot lose what it does not have", () => {
    expect(withoutValue({ a: { b: 1 } }, "a.c")).toBeUndefined();
    expect(withoutValue({ a: 1 }, "a.b")).toBeUndefined();
    expect(withoutValue({}, "constructor")).toBeUndefined();
  });
});
