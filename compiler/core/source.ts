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

/** Offsets at which the lines of a source begin; kept as long as the source itself. */
const LINE_STARTS = new WeakMap<Source, readonly number[]>();

function lineStarts(source: Source): readonly number[] {
  const known = LINE_STARTS.get(source);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = source.text.indexOf("\n"); at !== -1; at = source.text.indexOf("\n", at + 1)) {
    starts.push(at + 1);
  }
  LINE_STARTS.set(source, starts);
  return starts;
}

/** The last line that begins at or before `offset`, counted from 0. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function positionAt(source: Source, offset: number): Position {
  const starts = lineStarts(source);
  const line = lineOf(starts, offset);
  return { line: line + 1, column: offset - starts[line]! + 1 };
}

/** The line that holds `offset`, without its line break. */
export function lineAt(source: Source, offset: number): string {
  const starts = lineStarts(source);
  const line = lineOf(starts, offset);
  const next = starts[line + 1];
  const text = source.text.slice(starts[line], next === undefined ? undefined : next - 1);
  // Not a pattern, which would read a line of megabytes to its end.
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}
