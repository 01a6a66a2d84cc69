import fc from "fast-check";

import { regexMatcher, regexProblem } from "../../../../compiler/targets/cloudwatch/regex";

test.each([
  ["Trail", "UpdateTrail", true],
  ["trail", "UpdateTrail", false],
  ["^Trail", "UpdateTrail", false],
  ["^Up.*Trail$", "UpdateTrail", true],
  ["Trail$", "Trails", false],
  // The alternative reaches to both ends.
  ["gra|ey", "they", true],
  ["^a|b$", "ax", true],
  ["val.{2}", "value", true],
  ["^a{,2}$", "aa", true],
  ["^a{,2}$", "aaa", false],
  ["^a{,2}$", "", true],
  ["^a{,12}$", "aaaaaaaaaaaa", true],
  ["^a{,12}$", "aaaaaaaaaaaaa", false],
  ["^a{2,}$", "aaaa", true],
  ["^a{2}$", "a", false],
  ["^\\{,2\\}$", "{,2}", true],
  ["^[{,2}]$", ",", true],
  ["^[{,2}]$", "0", false],
  ["^\\[{,2}\\]$", "[[]", true],
  ["^\\d\\D\\s\\S\\w\\W$", "1a !_-", true],
  ["\\x41\\x2e", "A.", true],
  ["[^c]", "c", false],
  ["^[a-c-]+$", "a-c", true],
  ["^[-x]$", "-", true],
  ["^[^-x]$", "-", false],
  ["^[\\]\\\\]+$", "]\\", true],
  ["^[\\x41-\\x43]$", "B", true],
  ["a?b+", "abb", true],
  ["^.$", "😀", true],
  ["a.b", "a\nb", false],
])("%s on %j is %s", (source, text, found) => {
  expect(regexProblem(source)).toBeUndefined();
  expect(regexMatcher(source)(text)).toBe(found);
});

test.each([
  ["", 0],
  ["a|", 2],
  ["|a", 0],
  ["a||b", 2],
  ["(a)", 0],
  ["ab!", 2],
  ["a b", 1],
  ["é", 0],
  ["a%", 1],
  ["*a", 0],
  ["a**", 2],
  ["a+?", 2],
  ["^*", 1],
  ["|*", 0],
  ["a{2,1}", 1],
  ["a{", 1],
  ["a{,}", 1],
  ["a}", 1],
  ["a]", 1],
  ["[]", 0],
  ["[^]", 0],
  ["[a", 0],
  ["[a[b]]", 0],
  ["[z-a]", 0],
  ["[\\d-z]", 0],
  ["[a-c-e]", 0],
  ["\\", 0],
  ["\\(", 0],
  ["\\b", 0],
  ["\\1", 0],
  ["\\xG0", 0],
  ["\\xE9", 0],
  ["a{1001}", 1],
  ["a{600}b{600}", 7],
  ["a{600}b{,600}", 7],
])("%j is not a regex of the service, from %i on", (source, offset) => {
  expect(regexProblem(source)).toEqual({ message: expect.any(String), offset });
});

test.each([
  ["a|", "an alternative of the regex is empty"],
  ["|a", "an alternative of the regex is empty"],
  ["a**", "nothing for * to repeat"],
  ["a{2,1}", "{2,1} is out of order"],
  ["a{1001}", "more than 1000 repetitions"],
  ["[z-a]", "z-a is not a range"],
  ["[\\d-z]", "\\d-z is not a range"],
  ["[\\x43-A]", "\\x43-A is not a range"],
  ["[a[b]]", "this class is not one of the service"],
  ["ab!", "! cannot stand here"],
  ["é", "é cannot stand here"],
])("of %j it is said: %s", (source, message) => {
  expect(regexProblem(source)?.message).toContain(message);
});

test.each(["a{1000}", "[\\x41-C]", "[A-\\x43]", "[a-a]", "a{,12}"])("%s can be used", (source) => {
  expect(regexProblem(source)).toBeUndefined();
});

test("what passes is also a regex of JavaScript, and finds the same", () => {
  const piece = fc.constantFrom(..."ab.[]^$|*+?{}-,12\\", "\\d", "\\x61", "{1,2}", "[^a]", "[a-b]");
  const source = fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));
  const text = fc.string({ unit: fc.constantFrom(..."ab12-^$]{,"), maxLength: 8 });
  fc.assert(
    fc.property(
      source.filter((each) => regexProblem(each) === undefined && !/\{,/.test(each)),
      text,
      (each, value) => {
        expect(regexMatcher(each)(value)).toBe(new RegExp(each).test(value));
      },
    ),
    { numRuns: 2000 },
  );
});

test("of more texts than it remembers, long ones too, it says the same each time", () => {
  const search = regexMatcher("^user-\\d*[05]$");
  const texts = Array.from({ length: 3_000 }, (_, index) => `user-${index}`);
  texts.push(`user-${"1".repeat(5_000)}0`, `user-${"1".repeat(5_000)}1`);
  const wanted = texts.map((text) => /[05]$/.test(text));
  for (const time of [1, 2]) {
    expect([time, texts.map((text) => search(text))]).toEqual([time, wanted]);
  }
});

test("many stars over a long text end", () => {
  const search = regexMatcher(`${"a*".repeat(400)}b`);
  expect(search("a".repeat(50_000))).toBe(false);
  expect(search(`${"a".repeat(50_000)}b`)).toBe(true);
});
