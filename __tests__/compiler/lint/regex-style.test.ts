import { repetitionIn } from "../../../compiler/lint/regex-style";
import { lintsOf } from "./linting";

describe("regular expressions", () => {
  test("have their flags beside them, not inside", () => {
    expect(lintsOf("s: {userAgent|re: '(?i)curl'}")).toEqual(["DET440 '(?i)curl'"]);
    expect(lintsOf("s: {userAgent|re|i: 'curl'}")).toEqual([]);
    expect(lintsOf("s: {userAgent|re: 'a(?:b|c)'}")).toEqual([]);
  });

  test("that blow up are flagged in the rule", () => {
    expect(lintsOf("s: {userAgent|re: '^(a+)+$'}")).toEqual(["DET441 '^(a+)+$'"]);
    expect(lintsOf("s: {userAgent|re: '^a+$'}")).toEqual([]);
  });

  test.each([
    ["(a+)+", "(a+)+"],
    ["x(?:[a-z]*)*y", "(?:[a-z]*)*"],
    ["(\\w+\\s?)+$", "(\\w+\\s?)+"],
    ["((ab|c+))*", "((ab|c+))*"],
    ["(.*,)+", "(.*,)+"],
    ["(a{2,}){3,}", "(a{2,}){3,}"],
    ["(?<name>a+)*", "(?<name>a+)*"],
    ["((?i)a+)+", "((?i)a+)+"],
    ["([[:alpha:]]+)*", "([[:alpha:]]+)*"],
    ["(\\x41+)*", "(\\x41+)*"],
    ["(a+b{0})*", "(a+b{0})*"],
  ])("blow up: %s", (source, part) => {
    expect(repetitionIn(source)).toBe(part);
  });

  test.each([
    "(a+b)+",
    "(\\w+\\.)+com",
    "(ab)+",
    "(a+)?",
    "(a+){2}",
    "[(a+)+]",
    "\\(a+\\)+",
    "(a|b)*c+",
    "($*a)+",
    "^arn:aws:iam::\\d{12}:user/.+$",
    "",
    "((((",
    "a{1000}",
  ])("do not: %s", (source) => {
    expect(repetitionIn(source)).toBeUndefined();
  });
});

describe("slashes around an expression", () => {
  test.each(["/^curl/", "/curl$/i", "/.*curl.*/", "/a.+/"])("are flagged: %s", (source) => {
    expect(lintsOf(`s: {userAgent|re: '${source}'}`)).toContain(`DET444 '${source}'`);
  });

  test.each(["/aws/lambda/", "^/aws/.*$", "/etc/passwd", "/"])(
    "of a path are not: %s",
    (source) => {
      expect(lintsOf(`s: {userAgent|re: '${source}'}`)).toEqual([]);
    },
  );
});
