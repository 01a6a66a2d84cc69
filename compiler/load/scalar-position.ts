import type { Source, Span } from "../core/source";

const ESCAPE = /\\(?:(\r?\n[ \t]*)|x.{2}|u.{4}|U.{8}|[^])/y;

/** How far the last search in a source came: mistakes in one scalar are asked for in their order. */
const REACHED = new WeakMap<
  Source,
  { readonly start: number; readonly value: string; readonly done: number; readonly at: number }
>();

/**
 * The place in the source of a place in a scalar's value: what stands before it, YAML may have written
 * with indentation, folded line breaks, quotes and escapes.
 */
export function offsetInScalar(
  source: Source,
  { start, end }: Span,
  value: string,
  offset: number,
): number {
  const raw = source.text.slice(start, end);
  const quote = /^["']/.exec(raw)?.[0];
  const before = REACHED.get(source);
  const goesOn = before?.start === start && before.value === value && before.done <= offset;
  let done = goesOn ? before.done : 0;
  let at = quote === undefined ? (/^[|>][^\n]*\n/.exec(raw)?.[0].length ?? 0) : 1;
  if (goesOn) at = before.at;
  while (done < offset && at < raw.length) {
    const [found, wanted] = [raw.charAt(at), value.charAt(done)];
    ESCAPE.lastIndex = at;
    const escape = quote === '"' ? ESCAPE.exec(raw) : null;
    if (escape !== null) {
      at += escape[0].length;
      // An escaped line break stands for nothing.
      if (escape[1] === undefined) done += 1;
    } else if (found === wanted) {
      at += quote === "'" && found === "'" ? 2 : 1;
      done += 1;
    } else if (isBlank(found) && !isBlank(wanted)) at += 1;
    else if (isBlank(wanted) && !isBlank(found)) done += 1;
    else {
      at += 1;
      done += 1;
    }
  }
  if (done === offset) REACHED.set(source, { start, value, done, at });
  // Indentation before the place itself.
  if (!isBlank(value.charAt(offset))) while (isBlank(raw.charAt(at)) && at < raw.length) at += 1;
  return start + Math.min(at, raw.length);
}

function isBlank(char: string): boolean {
  return char === "" || /\s/.test(char);
}

/** The place in the source of a span of a scalar's value. */
export function spanInScalar(source: Source, scalar: Span, value: string, span: Span): Span {
  const start = offsetInScalar(source, scalar, value, span.start);
  return { start, end: Math.max(start, offsetInScalar(source, scalar, value, span.end)) };
}
