import fc from "fast-check";

import {
  decimal,
  fieldPath,
  fieldText,
  quotedText,
  regexText,
  stringText,
} from "../../../../compiler/targets/logs-insights/escape";
import { searcher } from "../../../support/logs-insights/evaluate";
import { hostileText } from "./arbitrary";
import { path, quoted, re } from "./writing";

describe("a field", () => {
  test.each([
    ["eventName", "eventName"],
    ["userIdentity.sessionContext.attributes.mfaAuthenticated", undefined],
    ["requestParameters.instancesSet.items.0.instanceId", undefined],
    ["requestParameters.x-amz-acl", "`requestParameters.x-amz-acl`"],
    ["tags.aws:createdBy", "`tags.aws:createdBy`"],
    ["a b", "`a b`"],
    ["not", "`not`"],
    ["Filter.x", "`Filter.x`"],
    ["0abc", "`0abc`"],
    ["requestParameters.filter", undefined],
  ])("%s is written, in backticks where it is not plain dotted names", (text, written = text) => {
    expect(fieldText(path(text))).toBe(written);
  });

  test.each([
    "",
    ".a",
    "a.",
    "a..b",
    "@timestamp",
    "a`b",
    "a|b",
    "a #b",
    "a\\b",
    "é",
    "a\nb",
    "a{b}",
  ])("%j is not writable", (text) => {
    expect(fieldPath(text)).toBeUndefined();
  });
});

describe("a quoted string", () => {
  test.each([
    ["AccessDenied", '"AccessDenied"'],
    ["it's", '"it\'s"'],
    ['say "x"', "'say \"x\"'"],
    ["arn:aws:iam::123456789012:user/Ánná", '"arn:aws:iam::123456789012:user/Ánná"'],
    ["10.0.0.1", '"10.0.0.1"'],
    ["5x", '"5x"'],
  ])("%s takes the quotes that it does not hold", (text, written) => {
    expect(stringText(quoted(text))).toBe(written);
  });

  test.each(["", "a\\b", `'"`, "a|b", "a #b", "{{x}}", "`", "a\nb", "\u2028", "\ud800"])(
    "%j has to be a regex",
    (text) => {
      expect(quotedText(text)).toBeUndefined();
    },
  );

  test.each([
    "123456789012",
    "1.0",
    "-5",
    " 5",
    ".5",
    "5.",
    "1e3",
    "0x1F",
    "5d",
    "NaN",
    "Infinity",
  ])("%j has to be a regex: the engine may read it as a number", (text) => {
    expect(quotedText(text)).toBeUndefined();
  });
});

describe("a literal text in a regex", () => {
  test("operators take a backslash, what could end the literal is a code, the rest is itself", () => {
    expect(regexText("iam.amazonaws.com")).toBe("iam\\.amazonaws\\.com");
    expect(regexText("a-b@c:d_e 1")).toBe("a-b@c:d_e 1");
    expect(regexText("/\"'\\#|{}`")).toBe("\\x2F\\x22\\x27\\x5C\\x23\\x7C\\x7B\\x7D\\x60");
    expect(regexText("^$.*+?()[]")).toBe("\\^\\$\\.\\*\\+\\?\\(\\)\\[\\]");
  });

  test.each(["\n", "\u0000", "\u007f", "é", "\u212a", "\ud800"])("%j is refused", (text) => {
    expect(regexText(`a${text}`)).toBeUndefined();
  });

  test("matches exactly itself", () => {
    const texts = fc.oneof(hostileText, fc.string({ unit: "grapheme-ascii" }));
    fc.assert(
      fc.property(texts, texts, (text, other) => {
        const source = regexText(text);
        fc.pre(source !== undefined);
        const finds = searcher(re(`^${source}$`));
        expect(finds(text)).toBe(true);
        expect(finds(other)).toBe(other === text);
        expect(searcher(re(`x${source}`))(`-x${text}-`)).toBe(true);
      }),
    );
  });
});

describe("a number", () => {
  test("is written in decimal notation", () => {
    expect([5, -1.25, 0, -0, 123456789012].map(decimal)).toEqual([
      "5",
      "-1.25",
      "0",
      "0",
      "123456789012",
    ]);
  });

  test.each([NaN, Infinity, 1e21, 1e-7])("%d has no such form", (value) => {
    expect(decimal(value)).toBeUndefined();
  });
});
