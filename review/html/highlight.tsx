import { languages, tokenize, type Grammar, type TokenStream } from "prismjs";
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
  return piecesOf(text, language).map(span);
}

/** The same, a list for each line. */
export function highlightLines(text: string, language: Language): readonly ComponentChildren[] {
  let line: ComponentChildren[] = [];
  const lines = [line];
  for (const piece of piecesOf(text, language)) {
    for (const [index, part] of piece.text.split("\n").entries()) {
      if (index > 0) lines.push((line = []));
      if (part !== "") line.push(span({ ...piece, text: part }));
    }
  }
  return lines;
}

function tokensOf(text: string, language: Language): TokenStream {
  const grammar = text.length > MOST_CHARS ? undefined : grammarOf(language);
  return grammar === undefined ? text : tokenize(text, grammar);
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

interface Piece {
  /** Undefined for what stays plain. */
  readonly class: string | undefined;
  readonly text: string;
}

function span(piece: Piece) {
  return piece.class === undefined ? piece.text : <span class={piece.class}>{piece.text}</span>;
}

/** The text in pieces of one colour each, as few as there can be. */
function piecesOf(text: string, language: Language): readonly Piece[] {
  const pieces: { class: string | undefined; text: string }[] = [];
  const walk = (stream: TokenStream, name: string | undefined): void => {
    if (typeof stream === "string") {
      const last = pieces.at(-1);
      if (last !== undefined && last.class === name) last.text += stream;
      else pieces.push({ class: name, text: stream });
    } else if (Array.isArray(stream)) for (const each of stream) walk(each, name);
    else walk(stream.content, CLASSES[stream.type]);
  };
  walk(tokensOf(text, language), undefined);
  return pieces;
}
