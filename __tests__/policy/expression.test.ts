import fc from "fast-check";

import { terraformText } from "../../constructs/app/terraform-text";
import { readTemplate, stepsOf } from "../../policy/read/expression";

test.each([
  ["plain", "plain"],
  ["", ""],
  ["$${name} and %%{if}", "${name} and %{if}"],
  ["100% of $5 {x}", "100% of $5 {x}"],
  ["${true}", true],
  ["${ 900 }", 900],
  ["${null}", null],
])("%j is known: %j", (text, value) => {
  expect(readTemplate(text)).toEqual({ kind: "literal", value });
});

test.each([
  ["${var.topic}", [], ["var", "topic"]],
  ["${local.name}", [], ["local", "name"]],
  ["${aws_sns_topic.a.arn}", ["aws_sns_topic.a"], ["aws_sns_topic", "a", "arn"]],
  ['${aws_sns_topic.a["eu"].arn}', ["aws_sns_topic.a"], ["aws_sns_topic", "a", "arn"]],
  ["${data.aws_kms_key.k.arn}", [], ["data", "aws_kms_key", "k", "arn"]],
  ["arn:${aws_sns_topic.a.name}:${var.x}", ["aws_sns_topic.a"], undefined],
  ['${format("%s", aws_sns_topic.a.arn)}', ["aws_sns_topic.a"], undefined],
  ["%{ if var.x }yes%{ endif }", [], undefined],
  ["${007}", [], undefined],
  ["${", [], undefined],
])("%j is not known", (text, references, steps) => {
  expect(readTemplate(text)).toEqual({
    kind: "unknown",
    text,
    references,
    ...(steps === undefined ? {} : { steps }),
  });
});

test("steps leave instances out, and keep the places of lists", () => {
  expect(stepsOf("aws_x.y[0].block[1].name")).toEqual(["aws_x", "y", "block", "1", "name"]);
  expect(stepsOf('aws_x.y["a.b"].block.0.name')).toEqual(["aws_x", "y", "block", "0", "name"]);
});

test("every text that the constructs write is read as what it says", () => {
  const parts = fc.constantFrom("$", "{", "}", "%", "${", "%{", "a", '"', "\\", " ", "$${");
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 12 }), (written) => {
      const text = written.join("");
      expect(readTemplate(terraformText(text))).toEqual({ kind: "literal", value: text });
    }),
  );
});
