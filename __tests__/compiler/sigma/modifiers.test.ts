import { MODIFIERS, parseModifiers } from "../../../compiler/sigma/modifiers";

function read(key: string): string {
  const modifiers = parseModifiers(key.split("|"));
  return "message" in modifiers ? `${modifiers.message.code}@${modifiers.index}` : "ok";
}

test("the modifiers are those of the specification's appendix, and `neq`", () => {
  expect([...MODIFIERS].sort()).toEqual(
    (
      "all base64 base64offset cased cidr contains day endswith exists expand fieldref gt gte hour i lt " +
      "lte m minute month neq re s startswith utf16 utf16be utf16le week wide windash year"
    ).split(" "),
  );
});

describe("combinations that the specification and its rules use", () => {
  test.each([
    ...[
      "contains|all",
      "all|contains",
      "contains|windash",
      "windash|contains|all",
      "re|i",
      "re|i|m|s",
    ],
    ...[
      "base64offset|contains",
      "wide|base64offset|contains",
      "utf16|base64",
      "utf16be|base64|contains",
    ],
    ...["expand|contains", "contains|expand", "re|expand", "cased|contains", "contains|cased|all"],
    ...[
      "fieldref|contains",
      "fieldref|endswith|cased",
      "fieldref|startswith",
      "fieldref|neq",
      "neq|fieldref",
    ],
    ...[
      "hour|gte",
      "neq|contains",
      "contains|neq",
      "re|neq",
      "neq|re",
      "cidr|neq",
      "gt|neq",
      "exists",
    ],
    ...["startswith|all|neq", "windash|cased", "expand|windash|contains", "expand|base64|contains"],
  ])("%s", (key) => {
    expect(read(key)).toBe("ok");
  });
});

describe("combinations that mean nothing are refused at the modifier that is too much", () => {
  test.each([
    ["contains|startswith", "DET211@1"],
    ["contains|contains", "DET211@1"],
    ["contains|fieldref", "DET211@1"],
    ["contains|base64", "DET211@1"],
    ["base64|wide", "DET211@1"],
    ["base64|base64offset", "DET211@1"],
    ["wide|utf16", "DET211@1"],
    ["wide|utf16le", "DET211@1"],
    ["base64|expand", "DET211@1"],
    ["base64|windash", "DET211@1"],
    ["re|contains", "DET211@1"],
    ["contains|re", "DET211@1"],
    ["re|cased", "DET211@1"],
    ["re|windash", "DET211@1"],
    ["fieldref|re", "DET211@1"],
    ["fieldref|expand", "DET211@1"],
    ["fieldref|gt", "DET211@1"],
    ["cidr|contains", "DET211@1"],
    ["cased|cidr", "DET211@1"],
    ["gt|contains", "DET211@1"],
    ["gt|hour", "DET211@1"],
    ["gt|lt", "DET211@1"],
    ["hour|day", "DET211@1"],
    ["windash|gt", "DET211@1"],
    ["exists|neq", "DET211@1"],
    ["all|exists", "DET211@1"],
    ["exists|contains", "DET211@1"],
    ["i", "DET224@0"],
    ["i|re", "DET224@0"],
    ["contains|i", "DET211@1"],
    ["Contains", "DET209@0"],
    ["contain", "DET209@0"],
    ["", "DET209@0"],
    ["constructor", "DET209@0"],
    ["__proto__", "DET209@0"],
    ["contains|all|nope", "DET209@2"],
  ])("%s", (key, expected) => {
    expect(read(key)).toBe(expected);
  });
});

test.each([
  ["contain", "write `contains`"],
  ["contains|fieldref", "write `fieldref|contains`"],
  ["contains|base64offset", "write `base64offset|contains`"],
  ["gte|hour", "write `hour|gte`"],
  ["startswith|endswith", "keep one of the two"],
  ["i", "write `re|i`"],
  ["regex", "write `re`"],
  ["re|IgnoreCase", "write `i`"],
  ["contains|", "leave the `|` before it out"],
])("%s comes with its fix", (key, fix) => {
  const refused = parseModifiers(key.split("|"));
  expect("message" in refused && refused.message.fix).toBe(fix);
});
