/** A text with a name, and the positions in it. Lines and columns count from 1, columns in UTF-16 units. */
export interface Source {
  /** Path as the user gave it, or a name such as `<text>`; never made absolute. */
  readonly path: string;
  readonly text: string;
}

/** Half-open range of offsets into a source's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

export function positionAt(source: Source, offset: number): Position {
  const before = source.text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let at = before.indexOf("\n"); at !== -1; at = before.indexOf("\n", at + 1)) line += 1;
  return { line, column: offset - lineStart + 1 };
}

/** The line that holds `offset`, without its line break. */
export function lineAt(source: Source, offset: number): string {
  const start = source.text.lastIndexOf("\n", offset - 1) + 1;
  const end = source.text.indexOf("\n", offset);
  return source.text.slice(start, end === -1 ? undefined : end).replace(/\r$/, "");
}
