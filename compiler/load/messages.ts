import type { CodeTable } from "../core/code";
import { error, quotedList, quote } from "../core/message";

const YAML_FIX: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "indent with spaces",
  BAD_INDENT: "indent entries of one mapping or list alike",
  MISSING_CHAR: "close the quote or bracket, or quote the whole value",
  BAD_ALIAS: "quote a value that begins with `*`",
  BAD_SCALAR_START: "quote a value that begins with a character YAML uses",
  MULTILINE_IMPLICIT_KEY: "check the indentation and that a space follows the colon",
  BLOCK_AS_IMPLICIT_KEY: "check the indentation and that a space follows the colon",
  TAG_RESOLVE_FAILED: "leave the tag out",
};

/** What is wrong with a file before its keys are read: `DET1xx`. */
export const loadMessages = {
  yaml: (code: string, text: string) =>
    error(
      "DET101",
      `not valid YAML 1.2: ${text.split("\n")[0]}`,
      YAML_FIX[code] ?? "check the indentation, colons and quotes around this place",
    ),
  duplicateKey: () =>
    error(
      "DET102",
      "duplicate key",
      "keep one of the two, or make their values a list under one key",
    ),
  fileUnreadable: (code: string) =>
    error(
      "DET103",
      `the file cannot be read (${code})`,
      code === "ENOENT" ? "check the path; rule text needs at least one line break" : undefined,
    ),
  notUtf8: () => error("DET104", "the file is not UTF-8", "save it as UTF-8"),
  sourceTooLarge: (size: number, limit: number) =>
    error("DET105", `the file has ${size} characters; at most ${limit} are read`),
  characterNotAllowed: (codePoint: number) =>
    error(
      "DET106",
      `the character U+${codePoint.toString(16).toUpperCase().padStart(4, "0")} is not allowed in YAML`,
      "remove it, or write it as an escape in double quotes",
    ),
  lineEnd: () =>
    error(
      "DET106",
      "the line ends in a carriage return (CR) alone",
      "save the file with line ends LF or CRLF",
    ),
  nestedTooDeep: (limit: number) => error("DET107", `nested deeper than ${limit} levels`),
  aliasToItself: (name: string) => error("DET108", `the alias ${quote(name)} holds itself`),
  aliasUnknown: (name: string) =>
    error("DET108", `no anchor ${quote(name)} stands before this alias`, YAML_FIX["BAD_ALIAS"]),
  tooManyNodes: (limit: number) =>
    error("DET109", `more than ${limit} values once aliases are followed`),
  keyNotText: () => error("DET110", "a key is plain text", "write the key as text"),
  mergeKey: () =>
    error("DET111", "YAML 1.2 has no merge key `<<`", "write the merged keys themselves"),
  noDocument: () => error("DET112", "no rule: the document is empty"),
  severalRules: (titles: readonly string[]) =>
    error(
      "DET113",
      `one rule is expected here; found ${titles.length}: ${quotedList(titles)}`,
      "give each rule a file of its own",
    ),
  noRule: () =>
    error("DET112", "no rule: nothing in the file alerts by itself", "add a rule or a correlation"),
  notAMapping: (found: string) =>
    error(
      "DET114",
      `a rule is a mapping of keys; found ${found}`,
      found === "a list"
        ? "begin with `title: …`; a list of tests is called `<rule>.tests.yml`"
        : "begin with `title: …`",
    ),
  json: (wanted: string, found: string) =>
    error(
      "DET115",
      `not valid JSON: ${wanted} is expected here; found ${found === "" ? "the end of the file" : quote(found)}`,
      "check the brackets, commas and quotes before this place",
    ),
  jsonString: () =>
    error(
      "DET115",
      "not valid JSON: a text that does not end, or has an escape that JSON does not know",
      'close the quote; inside of it write `\\` for a backslash and `\"` for a quote',
    ),
} as const;

/** What the codes of reading mean. */
export const loadCodes: CodeTable<typeof loadMessages> = {
  DET101: { meaning: "The text is not YAML 1.2.", example: "title: [one" },
  DET102: { meaning: "A mapping has one key twice.", example: "title: One\ntitle: Two" },
  DET103: {
    meaning: "The file cannot be opened; the system's own code says why.",
    example: loadMessages.fileUnreadable("ENOENT"),
  },
  DET104: {
    meaning: "The file is not UTF-8, for example UTF-16 or Latin-1.",
    example: loadMessages.notUtf8(),
  },
  DET105: {
    meaning: "The file is larger than any rule file has to be.",
    example: loadMessages.sourceTooLarge(20_000_000, 524_288),
    fix: "Divide it into several rules.",
  },
  DET106: {
    meaning:
      "A control character, half a surrogate pair, or a carriage return without a line feed.",
    example: 'title: "\u0007"',
  },
  DET107: {
    meaning: "Lists or mappings are nested deeper than any rule needs.",
    example: `fields: ${"[".repeat(70)}${"]".repeat(70)}`,
    fix: "Flatten it.",
  },
  DET108: { meaning: "An alias names nothing before it, or itself.", example: "author: *me" },
  DET109: {
    meaning: "Aliases multiply the document beyond what is read.",
    example: loadMessages.tooManyNodes(50_000),
    fix: "Write out what the aliases stand for, in several files.",
  },
  DET110: { meaning: "A key is a list or a mapping.", example: "? [a, b]\n: c" },
  DET111: {
    meaning: "A merge key, which only YAML 1.1 had.",
    example: "x-a: &a {b: c}\nx-d: {<<: *a}",
  },
  DET112: {
    meaning: "Nothing here alerts: no document, or filters only.",
    example: "# nothing here",
    fix: "Add a rule or a correlation.",
  },
  DET113: {
    meaning: "One rule is wanted, and there are several in the file.",
    example:
      "title: One\nlogsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: CreateUser}, condition: s}\n---\ntitle: Two\nlogsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: DeleteUser}, condition: s}",
  },
  DET114: { meaning: "The document is not a mapping of keys.", example: "title: One\n---\n- two" },
  DET115: { meaning: "The text is not JSON.", example: '{"resources": [}' },
};
