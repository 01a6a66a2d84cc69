import fc from "fast-check";

import { messageParts, quote } from "../../../compiler/core/message";

const quoted = (message: string) =>
  messageParts(message).flatMap(({ text, code }) => (code ? [text] : []));

describe("a value of a rule in a message", () => {
  test.each(["Key", "", "a b", " a ", "a`b", "`", "``", "`a`", "a``b`c", "a` b", " `a` "])(
    "is what was written: %j",
    (value) => {
      const message = `found ${quote(value)}; allowed: ${quote("CreateAccessKey")}`;
      expect(messageParts(message)).toEqual([
        { text: "found ", code: false },
        { text: value, code: true },
        { text: "; allowed: ", code: false },
        { text: "CreateAccessKey", code: true },
      ]);
    },
  );

  test("is what was written, whatever it is and whatever stands beside it", () => {
    const value = fc.string({ unit: fc.constantFrom("`", " ", "a"), maxLength: 8 });
    fc.assert(
      fc.property(value, fc.string({ unit: fc.constantFrom("`", "b"), minLength: 1 }), (a, b) => {
        expect(quoted(`x ${quote(a)} y ${quote(b)}.`)).toEqual([a, b]);
      }),
    );
  });

  test("is cut where it is long", () => {
    expect(quoted(quote("x".repeat(80)))).toEqual([`${"x".repeat(60)}…`]);
  });
});

test("a message without values is one part", () => {
  expect(messageParts("nothing here")).toEqual([{ text: "nothing here", code: false }]);
});
