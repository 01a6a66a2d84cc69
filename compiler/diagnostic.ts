import { lineAt, positionAt, type Position, type Source, type Span } from "./source";

export type Severity = "error" | "warning";

/** One finding about a rule: plain data, complete without the source it came from. */
export interface Diagnostic extends Position {
  /** Stable code, `DET` and three digits: 1xx reading, 2xx Sigma, 3xx the rule's keys, 4xx lint. */
  readonly code: string;
  readonly severity: Severity;
  /** What was found, and what is allowed. One line. */
  readonly message: string;
  /** The nearest right thing, where there is one. One line. */
  readonly fix?: string;
  readonly path: string;
  /** The offending line, cut to `EXCERPT_CHARS`. */
  readonly excerpt: string;
}

/** What a phase reports: a message without its place. `messages.ts` makes them. */
export interface Message {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix?: string;
}

const EXCERPT_CHARS = 160;

/** Collects findings; every phase of one run shares one. */
export class Diagnostics {
  private readonly list: Diagnostic[] = [];

  report(source: Source, span: Span, message: Message): void {
    const line = lineAt(source, span.start);
    const excerpt = line.length > EXCERPT_CHARS ? `${line.slice(0, EXCERPT_CHARS)}…` : line;
    this.list.push({ ...message, path: source.path, ...positionAt(source, span.start), excerpt });
  }

  /** Adds the findings of another run. */
  take(others: Diagnostics): void {
    this.list.push(...others.list);
  }

  /** All findings, in the order of path and position. */
  get all(): readonly Diagnostic[] {
    return [...this.list].sort(byPlace);
  }

  get hasErrors(): boolean {
    return this.list.some((found) => found.severity === "error");
  }
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1);
}

/** `path:line:column code message`, then the offending line with a caret, then the fix. */
export function formatDiagnostic(found: Diagnostic): string {
  const mark = found.severity === "warning" ? "warning: " : "";
  const lines = [
    `${found.path}:${found.line}:${found.column} ${found.code} ${mark}${printable(found.message)}`,
  ];
  if (found.excerpt.trim() !== "") {
    lines.push(`    ${printable(found.excerpt)}`);
    if (found.column <= found.excerpt.length) {
      lines.push(`    ${found.excerpt.slice(0, found.column - 1).replace(/[^\t]/g, " ")}^`);
    }
  }
  if (found.fix !== undefined) lines.push(`    fix: ${printable(found.fix)}`);
  return lines.join("\n");
}

/** Control characters of a rule must not reach a terminal as commands. */
function printable(text: string): string {
  return text.replace(
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
