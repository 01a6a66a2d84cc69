import fc from "fast-check";

import { alarmName, fileNames, nameOf, shortId } from "../../../compiler/targets/names";
import { detectionOf } from "../detections";

const ID = "0a1b2c3d-0000-4000-8000-000000000001";

describe("a detection's plain name", () => {
  test("is its id, in lower case", () => {
    expect(nameOf(detectionOf({ id: ID.toUpperCase() }))).toBe(ID);
  });

  test.each([
    ["A trail was stopped", "a-trail-was-stopped"],
    ["  AWS: Root (console) login!  ", "aws-root-console-login"],
    ["\u4e8c\u4e09", "detection"],
    ["***", "detection"],
    ["\u00dcber 3 Keys", "uber-3-keys"],
  ])("is made of the title where there is no id: %j", (title, name) => {
    expect(nameOf({ ...detectionOf({ id: undefined }), title })).toBe(name);
  });

  test("is a name that metrics and filters may bear, of whatever title", () => {
    const detection = detectionOf({ id: undefined });
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (title) => {
        expect(nameOf({ ...detection, title })).toMatch(/^[a-z0-9][a-z0-9-]{0,99}$/);
      }),
    );
  });
});

describe("an alarm's name", () => {
  test("begins with the title and ends with the id's first part", () => {
    expect(alarmName("A trail was stopped", ID)).toBe("A trail was stopped 0a1b2c3d");
  });

  test("tells two rules of one title apart", () => {
    expect(alarmName("Same", ID)).not.toBe(alarmName("Same", ID.replace("0a", "0b")));
  });

  test("is on one line", () => {
    expect(alarmName(" A\n  trail\u0007 stopped\t", ID)).toBe("A trail stopped 0a1b2c3d");
  });

  test("fits into CloudWatch's 255 characters; what is cut is the title", () => {
    const title = "word ".repeat(60);
    const name = alarmName(title, ID);
    expect(name.length).toBeLessThanOrEqual(255);
    expect(name.length).toBeGreaterThan(245);
    expect(name.endsWith(" 0a1b2c3d")).toBe(true);
    expect(title.startsWith(name.slice(0, -" 0a1b2c3d".length))).toBe(true);
  });

  test("holds no half of a character, whatever the title", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (title) => {
        const name = alarmName(title, ID);
        expect([...name].length).toBeLessThanOrEqual(255);
        // A lone surrogate would come back as U+FFFD.
        expect(Buffer.from(name, "utf8").toString("utf8")).toBe(name);
        expect(name).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

test("an id's first part is what stands before its first dash", () => {
  expect(shortId(ID)).toBe("0a1b2c3d");
});

describe("names of rules' files", () => {
  const OTHER = "0a1b2c3d-0000-4000-8000-000000000002";

  test.each([
    [[["A trail was stopped", ID]], ["a-trail-was-stopped"]],
    [[["\u4e8c\u4e09", ID]], ["rule-0a1b2c3d"]],
    [[["\u4e8c\u4e09", null]], ["rule"]],
    [[["CON", ID]], ["con-0a1b2c3d"]],
    [[["lpt1", null]], ["lpt1-rule"]],
    [[["../../etc/passwd", ID]], ["etc-passwd"]],
    [
      [
        ["One", ID],
        ["one!", "ffffffff-0000-4000-8000-000000000003"],
      ],
      ["one-0a1b2c3d", "one-ffffffff"],
    ],
    [
      [
        ["One", ID],
        ["one!", OTHER],
        ["Two", null],
      ],
      [`one-${ID}`, `one-${OTHER}`, "two"],
    ],
    [
      [
        ["One", null],
        ["One", null],
      ],
      ["one", "one-2"],
    ],
  ] as const)("%j are %j", (rules, names) => {
    expect(fileNames(rules.map(([title, id]) => ({ title, id })))).toEqual(names);
  });

  test("are each another, and short enough for any file system, of whatever titles", () => {
    const rule = fc.record({
      title: fc.oneof(
        fc.string({ unit: "grapheme", maxLength: 300 }),
        fc.constantFrom("a", "A", "nul"),
      ),
      id: fc.option(fc.constantFrom(ID, OTHER), { nil: null }),
    });
    fc.assert(
      fc.property(fc.array(rule), (rules) => {
        const names = fileNames(rules);
        expect(new Set(names).size).toBe(rules.length);
        for (const name of names) {
          expect(name).toMatch(/^[a-z0-9][a-z0-9-]{0,199}$/);
          expect(name).not.toMatch(/^(con|prn|aux|nul)$/);
        }
      }),
    );
  });
});
