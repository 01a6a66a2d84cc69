import fc from "fast-check";

import type { Json } from "../../../compiler/core/json";
import { AUDIT_LOGS } from "../../../compiler/log-sources/azure-auditlogs/fields";
import {
  selectsElements,
  stepOf,
  stepsOf,
  withoutSelectors,
} from "../../../compiler/log-sources/path";
import { fieldReader } from "../../../compiler/reference/event";
import { place } from "../../../compiler/run/example/place";

const SELECTED = "list[name=A.B].value";

describe("a path", () => {
  test("has the steps between its dots, but for those between brackets", () => {
    expect(stepsOf("a.b.c")).toEqual(["a", "b", "c"]);
    expect(stepsOf(SELECTED)).toEqual(["list[name=A.B]", "value"]);
    expect(stepOf("list[name=A.B]")).toEqual({
      key: "list",
      where: { member: "name", text: "A.B" },
    });
    expect(stepOf("list[0]")).toEqual({ key: "list[0]" });
  });

  test("without brackets is cut at its dots, whatever else it holds", () => {
    const plain = fc.string().filter((text) => !text.includes("["));
    fc.assert(
      fc.property(plain, (path) => {
        expect(stepsOf(path)).toEqual(path.split("."));
        expect(selectsElements(path)).toBe(false);
        expect(withoutSelectors(path)).toBe(path);
      }),
    );
  });

  test("loses nothing when it is cut", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", ".", "[", "]", "=") }), (path) => {
        expect(stepsOf(path).join(".")).toBe(path);
      }),
    );
  });

  test("that asks for elements reads those alone", () => {
    const { texts, isNull } = fieldReader(AUDIT_LOGS, SELECTED);
    const one = { name: "A.B", value: "x" };
    const other = { name: "C", value: "y" };
    expect(texts({ list: [one, other] })).toEqual(["x"]);
    expect(texts({ list: one })).toEqual(["x"]);
    expect(texts({ list: [other, { name: "a.b", value: "z" }] })).toEqual([]);
    expect(isNull({ list: [other] })).toBe(true);
    expect(texts({ list: [[one]] })).toEqual(["x"]);
  });

  test("that asks for elements is where a value of an example is put", () => {
    const put = (event: Json) =>
      place(event as never, [{ path: SELECTED, value: "x" }], AUDIT_LOGS);
    expect(put({})).toEqual({ list: [{ name: "A.B", value: "x" }] });
    expect(put({ list: [{ name: "A.B", value: "y", more: 1 }] })).toEqual({
      list: [{ name: "A.B", value: "x", more: 1 }],
    });
  });
});
