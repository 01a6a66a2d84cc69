import { Diagnostics } from "../../../../compiler/core/diagnostic";
import { loadJson } from "../../../../compiler/load/load-json";
import { evaluateExpression, partsOf, type Scope } from "../../../../compiler/rule/arm/expression";

const nodeOf = (value: unknown) =>
  loadJson({ path: "a.json", text: JSON.stringify(value) }, new Diagnostics());

const SCOPE: Scope = {
  parameters: nodeOf({
    workspace: { type: "string" },
    Rule: { defaultValue: "a-1" },
    nested: { defaultValue: "[concat(parameters('rule'), '!')]" },
    round: { defaultValue: "[parameters('round')]" },
    flag: { defaultValue: true },
  }),
  variables: nodeOf({ object1: { _id1: "b-2", list: ["x", "y"] }, plain: "[[kept]" }),
  outer: { parameters: nodeOf({ wide: { defaultValue: "out" } }), variables: undefined },
};

const evaluate = (expression: string) => partsOf(evaluateExpression(expression, SCOPE));

test.each([
  ["['it''s']", "it's"],
  ["[concat('a', 'b' , parameters('Rule'))]", "aba-1"],
  ["[CONCAT(parameters('rule'), '/', variables('Object1')._id1)]", "a-1/b-2"],
  ["[variables('object1')['_id1']]", "b-2"],
  ["[variables('object1').list[1]]", "y"],
  ["[format('{0}-{1}', parameters('rule'), 7)]", "a-1-7"],
  ["[toLower('AbC')]", "abc"],
  ["[parameters('nested')]", "a-1!"],
  ["[variables('plain')]", "[kept]"],
  ["[parameters('flag')]", "true"],
  ["[parameters('wide')]", "out"],
])("%s is %j", (expression, text) => {
  expect(evaluate(expression).join("")).toBe(text);
});

test("what a deployment alone knows stays a gap in its text", () => {
  expect(evaluate("[concat(parameters('workspace'), '/x/', 'y')]")).toEqual([
    { why: "the parameter `workspace` has no `defaultValue`" },
    "/x/",
    "y",
  ]);
});

test.each([
  ["[guid('x')]", /`guid\(\)` is known to a deployment alone/],
  ["[concat('a', resourceGroup().location)]", /resourceGroup/],
  ["[parameters('nothing')]", /there is no parameter `nothing`/],
  ["[variables('object1').other]", /there is no member `other`/],
  ["[variables('object1')]", /a list or an object/],
  ["[parameters('round')]", /round in circles/],
  ["[concat('a']", /not understood/],
  ["[a b c]", /not understood/],
  ["['open]", /not understood/],
  ["[concat(,)]", /not understood/],
  ["[]", /not understood/],
])("%s has no value, and says why", (expression, why) => {
  const gaps = evaluate(expression).filter((each) => typeof each !== "string");
  expect(gaps[0]).toMatchObject({ why: expect.stringMatching(why) });
});
