import { lineAt, positionAt, type Position, type Source, type Span } from "./source";
import { nearest } from "./suggest";

/** A note says what was done, and asks for nothing. */
export type Severity = "error" | "warning" | "note";

/** One finding about a rule: plain data, complete without the source it came from. */
export interface Diagnostic extends Position {
  /** Stable code, `DET` and three digits: 1xx reading, 2xx Sigma, 3xx the rule's keys, 4xx lint. */
  readonly code: string;
  readonly severity: Severity;
  /** What was found, and what is allowed. One line. */
  readonly message: string;
  /** The nearest right thing, where there is one. One line. */
  readonly fix?: string;
  /** The fix as data, where it is one replacement that leaves the rule's meaning as intended. */
  readonly edit?: PlacedEdit;
  readonly path: string;
  /** Where the offending text ends: behind its last character, on whatever line that is. */
  readonly end: Position;
  /** The offending line; of a long one `EXCERPT_CHARS` around the place. */
  readonly excerpt: string;
}

/** A warning that the rule allows. */
export interface AllowedDiagnostic extends Diagnostic {
  /** Why it is right, in the words of the rule's author. */
  readonly reason: string;
}

/** `text` in place of what stands between two offsets of the file's text (behind a BOM). */
export interface Edit extends Span {
  readonly text: string;
}

/** An edit with the places of its two offsets. */
export interface PlacedEdit extends Edit {
  readonly from: Position;
  readonly to: Position;
}

/** What a phase reports: a message without its place. The room's `messages.ts` makes them. */
export interface Message<Code extends string = string> {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly fix?: string;
  readonly edit?: Edit;
}

/**
 * The edit that writes `right` for `wrong` where the file has `wrong` as it reads: in a quoted scalar
 * between the quotes, in one with escapes not at all.
 */
export function editOf(source: Source, span: Span, wrong: string, right: string): Edit | undefined {
  const written = source.text.slice(span.start, span.end);
  const quote = [`'`, `"`, ""].find((each) => written === each + wrong + each);
  if (quote === undefined || isShared(source, span)) return undefined;
  const start = span.start + quote.length;
  return { start, end: start + wrong.length, text: right };
}

/** The edit that writes something else in place of a whole scalar. */
export function replacementOf(source: Source, span: Span, text: string): Edit | undefined {
  return isShared(source, span) ? undefined : { start: span.start, end: span.end, text };
}

/** The message, with the edit of `editOf`, where there is one. */
export function withEdit(
  message: Message,
  source: Source,
  span: Span,
  wrong: string,
  right: string,
): Message {
  const edit = editOf(source, span, wrong, right);
  return edit === undefined ? message : { ...message, edit };
}

/** The message, with an edit that writes the nearest of the names that are known, where one is near. */
export function withNearest(
  message: Message,
  source: Source,
  span: Span,
  wrong: string,
  known: readonly string[],
): Message {
  const right = nearest(wrong, known);
  return right === undefined ? message : withEdit(message, source, span, wrong, right);
}

/** A tag, or an anchor, which other places may name too. */
const PROPERTY = /[&!]\S*[ \t]+$/;

function isShared({ text }: Source, { start }: Span): boolean {
  return PROPERTY.test(text.slice(text.lastIndexOf("\n", start - 1) + 1, start));
}

const EXCERPT_CHARS = 160;

/** Characters of a line that its excerpt leaves out before a column. */
function leftOut(column: number): number {
  return column <= EXCERPT_CHARS ? 0 : column - EXCERPT_CHARS / 2;
}

function excerptOf(line: string, column: number): string {
  const start = leftOut(column);
  const end = start + EXCERPT_CHARS;
  return `${start > 0 ? "…" : ""}${line.slice(start, end)}${end < line.length ? "…" : ""}`;
}

/** Collects findings; every phase of one run shares one. */
export class Diagnostics {
  private list: Diagnostic[] = [];
  private readonly allowances: AllowedDiagnostic[] = [];

  report(source: Source, span: Span, message: Message): void {
    this.list.push(placed(source, span, message));
  }

  /** Keeps a finding that somebody has allowed before it was made. */
  reportAllowed(source: Source, span: Span, message: Message, reason: string): void {
    this.allowances.push({ ...placed(source, span, message), reason });
  }

  /** Adds the findings of another run. */
  addAll(others: Diagnostics): void {
    // Not spread into `push`: there may be more than a call takes arguments.
    for (const found of others.list) this.list.push(found);
    for (const found of others.allowances) this.allowances.push(found);
  }

  /** Sets the warnings under a code aside; whether there are any. */
  allow(code: string, reason: string): boolean {
    const isAllowed = (found: Diagnostic) => found.severity === "warning" && found.code === code;
    const allowed = this.list.filter(isAllowed);
    this.list = this.list.filter((found) => !isAllowed(found));
    for (const found of allowed) this.allowances.push({ ...found, reason });
    return allowed.length > 0;
  }

  /**
   * All findings, in the order of path and position; the same one, of a rule that is read twice, once, and
   * no warning of what is an error at that place.
   */
  get all(): readonly Diagnostic[] {
    const key = ({ path, line, column, code }: Diagnostic) => `${line}:${column} ${code} ${path}`;
    const errors = new Set(this.list.filter(({ severity }) => severity === "error").map(key));
    return inOrder(this.list).filter(
      (found) => found.severity !== "warning" || !errors.has(key(found)),
    );
  }

  /** What rules allow, in the same order. */
  get allowed(): readonly AllowedDiagnostic[] {
    return inOrder(this.allowances);
  }

  has(code: string): boolean {
    return this.list.some((found) => found.code === code);
  }

  get hasErrors(): boolean {
    return this.list.some((found) => found.severity === "error");
  }
}

/** A message with its place. */
function placed(source: Source, span: Span, message: Message): Diagnostic {
  const line = lineAt(source, span.start);
  const from = positionAt(source, span.start);
  const { edit, ...said } = message;
  const at = edit && {
    ...edit,
    from: positionAt(source, edit.start),
    to: positionAt(source, edit.end),
  };
  return {
    ...said,
    ...(at === undefined ? {} : { edit: at }),
    path: source.path,
    ...from,
    end: positionAt(source, Math.max(span.start, span.end)),
    excerpt: excerptOf(line, from.column),
  };
}

/** In the order of path and position, the same one once. */
function inOrder<T extends Diagnostic>(list: readonly T[]): readonly T[] {
  return [...list].sort(byPlace).filter((found, index, all) => {
    const before = all[index - 1];
    return before === undefined || byPlace(before, found) !== 0 || before.message !== found.message;
  });
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  const byCode = Number(a.code > b.code) - Number(a.code < b.code);
  return a.line - b.line || a.column - b.column || byCode;
}

/** Errors before warnings before notes, each in the order they had. */
export function bySeverity(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const of = (wanted: Severity) => found.filter(({ severity }) => severity === wanted);
  return [...of("error"), ...of("warning"), ...of("note")];
}

/** `path:line:column code message`, then the offending line with a caret, then the fix. */
export function formatDiagnostic(found: Diagnostic): string {
  const mark = found.severity === "error" ? "" : `${found.severity}: `;
  const lines = [
    `${printable(found.path)}:${found.line}:${found.column} ${found.code} ${mark}${printable(found.message)}`,
  ];
  if (found.excerpt.trim() !== "") {
    const start = leftOut(found.column);
    const before = found.excerpt.slice(0, found.column - 1 - start + (start > 0 ? 1 : 0));
    lines.push(`    ${printable(found.excerpt)}`);
    lines.push(`    ${printable(before).replace(/[^\t]/g, " ")}^`);
  }
  const applied = found.edit === undefined ? "" : " (`check --fix` does it)";
  if (found.fix !== undefined) lines.push(`    fix: ${printable(found.fix)}${applied}`);
  return lines.join("\n");
}

/** A line's control characters as escapes: what a rule says must not reach a terminal as commands. */
export function printable(text: string): string {
  return text.replace(
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
