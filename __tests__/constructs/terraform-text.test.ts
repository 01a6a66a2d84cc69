import { Token, Tokenization } from "cdktf";
import fc from "fast-check";

import { terraformText } from "../../constructs/app/terraform-text";
import { evaluatedTemplate } from "../support/terraform-template";

const pieces = fc.constantFrom("$", "%", "{", "}", '"', "TfToken[TOKEN.0]", "a", "\\", "\n");
const templates = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(""));

describe("text for Terraform", () => {
  test("means itself, whatever it holds", () => {
    fc.assert(fc.property(templates, (text) => evaluatedTemplate(terraformText(text)) === text));
    fc.assert(fc.property(fc.string(), (text) => evaluatedTemplate(terraformText(text)) === text));
  });

  test("keeps a run of dollar signs before what looks like a token", () => {
    const text = "$$${TfToken[TOKEN.0]}";
    expect(terraformText(text)).toBe('${"$$$"}{TfToken[TOKEN.0]}');
    expect(evaluatedTemplate(terraformText(text))).toBe(text);
  });

  test("is never taken for a token of CDKTF's", () => {
    fc.assert(fc.property(templates, (text) => !Token.isUnresolved(terraformText(text))));
    const token = Token.asString({ resolve: () => "secret", creationStack: [], toString: String });
    expect(Tokenization.isResolvable(token) || Token.isUnresolved(token)).toBe(true);
    expect(Token.isUnresolved(terraformText(token))).toBe(false);
  });

  test("leaves other text alone", () => {
    expect(terraformText('100% of $5 {a} "b"')).toBe('100% of $5 {a} "b"');
  });
});
