import type { Json } from "../../../../compiler/core/json";
import { explainPatterns } from "../../../../compiler/targets/cloudwatch/explain";
import { read } from "./read";

/** What a filter of one condition found in an event. */
function found(condition: string, event: Json): readonly string[] {
  const explained = explainPatterns([read(`{ ${condition} }`)], event);
  if (explained.kind === "group") throw new Error("one condition is no group");
  return explained.found;
}

describe("what a filter found where it looks at elements", () => {
  test.each<[string, string, Json, string]>([
    ["each of them", '$.a[*] = "x"', { a: ["x", 1, null] }, '$.a[*] = "x" | "1" | "null"'],
    ["members of each", '$.a[*].b = "x"', { a: [{ b: "x" }, {}] }, '$.a[*].b = "x"'],
    ["no such member", '$.a[*].b = "x"', { a: [{ c: 1 }] }, "$.a[*].b is missing"],
    ["none", '$.a[*] = "x"', { a: [] }, "$.a is an empty array"],
    ["no array", '$.a[*] = "x"', { a: "x" }, "$.a is no array"],
    ["nothing", '$.a[*].b = "x"', {}, "$.a is missing"],
    ["an array for one value", '$.a = "x"', { a: ["x"] }, "$.a is an array"],
    ["an array on the way", '$.a.b = "x"', { a: [{ b: "x" }] }, "$.a is an array"],
  ])("%s", (_, condition, event, text) => {
    expect(found(condition, event)).toEqual([text]);
  });

  test("of many the first, and how many more there are", () => {
    const event = { a: Array.from({ length: 30 }, (_, index) => index) };
    expect(found('$.a[*] = "29"', event)).toEqual([
      '$.a[*] = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" and 20 more',
    ]);
  });
});
