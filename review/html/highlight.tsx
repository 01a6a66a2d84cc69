import { languages, tokenize, type Grammar, type Token, type TokenStream } from "prismjs";
import "prismjs/components/prism-json";
import "prismjs/components/prism-kusto";
import "prismjs/components/prism-yaml";
import type { ComponentChildren } from "preact";

export type Language = "yaml" | "json" | "kql" | "filter-pattern" | "logs-insights" | "text";

const STRING = { pattern: /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/, greedy: true };
const REGEX = { pattern: /%(?:[^%\\]|\\.)*%|\/(?:[^/\\\n]|\\.)*\//, greedy: true };

/** The two texts that no library knows; their printers write few kinds of token. */
const FILTER_PATTERN: Grammar = {
  string: STRING,
  regex: REGEX,
  variable: /\$(?:\.|\[)[^\s=!<>&|)]*/,
  keyword: /\b(?:IS|NOT|EXISTS|NULL|TRUE|FALSE)\b/,
  operator: /&&|\|\||!=|[<>]=?|=/,
};

const LOGS_INSIGHTS: Grammar = {
  string: STRING,
  regex: REGEX,
  keyword: /\b(?:fields|filter|sort|limit|stats|display|parse|and|or|not|in|like|desc|asc|as|by)\b/,
  function: /\b[a-zA-Z]\w*(?=\()/,
  operator: /!=|=~|[<>]=?|=|\|/,
  number: /\b\d+(?:\.\d+)?\b/,
};

function grammarOf(language: Language): Grammar | undefined {
  switch (language) {
    case "yaml":
      return languages["yaml"];
    case "json":
      return languages["json"];
    case "kql":
      return languages["kusto"];
    case "filter-pattern":
      return FILTER_PATTERN;
    case "logs-insights":
      return LOGS_INSIGHTS;
    case "text":
      return undefined;
  }
}

/** Beyond this many characters a text is shown without colours: it bounds the highlighter's time. */
const MOST_CHARS = 100_000;

/** Text in coloured pieces: elements that the renderer escapes, no markup from the highlighter. */
export function highlight(text: string, language: Language): ComponentChildren {
  return pieces(tokensOf(text, language));
}

/** The same, a list for each line. */
export function highlightLines(text: string, language: Language): readonly ComponentChildren[] {
  const lines: ComponentChildren[][] = [[]];
  for (const { kind, text: piece } of flat(tokensOf(text, language))) {
    for (const [index, part] of piece.split("\n").entries()) {
      if (index > 0) lines.push([]);
      if (part !== "") lines.at(-1)?.push(span(kind, part));
    }
  }
  return lines;
}

function tokensOf(text: string, language: Language): TokenStream {
  const grammar = text.length > MOST_CHARS ? undefined : grammarOf(language);
  return grammar === undefined ? text : tokenize(text, grammar);
}

function pieces(stream: TokenStream): ComponentChildren {
  return flat(stream).map(({ kind, text }) => span(kind, text));
}

/** Prism's names for what is coloured, and the class of each here; the rest stays plain. */
const CLASSES: Readonly<Record<string, string>> = {
  key: "t-key",
  property: "t-key",
  variable: "t-key",
  string: "t-str",
  scalar: "t-str",
  regex: "t-re",
  comment: "t-com",
  keyword: "t-kw",
  verb: "t-kw",
  command: "t-kw",
  function: "t-fn",
  operator: "t-op",
  number: "t-num",
  boolean: "t-num",
  datetime: "t-num",
  null: "t-num",
};

function span(kind: string | undefined, text: string) {
  const name = kind === undefined ? undefined : CLASSES[kind];
  return name === undefined ? text : <span class={name}>{text}</span>;
}

interface Piece {
  readonly kind: string | undefined;
  readonly text: string;
}

function flat(stream: TokenStream, kind?: string): readonly Piece[] {
  if (typeof stream === "string") return [{ kind, text: stream }];
  if (Array.isArray(stream)) return stream.flatMap((each: string | Token) => flat(each, kind));
  return flat(stream.content, stream.type);
}
