import type { Edit } from "../compiler/diagnostic";

const BYTE_ORDER_MARK = "\ufeff";

/**
 * A file's text with edits applied, whose offsets count behind a byte order mark. Of edits that
 * overlap the first is applied; the next round sees the others again.
 */
export function applyEdits(
  written: string,
  edits: readonly Edit[],
): { readonly text: string; readonly applied: number } {
  const mark = written.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
  const source = written.slice(mark.length);
  const parts: string[] = [mark];
  let at = 0;
  let applied = 0;
  for (const { start, end, text } of [...edits].sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    parts.push(source.slice(at, start), text);
    at = end;
    applied += 1;
  }
  parts.push(source.slice(at));
  return { text: parts.join(""), applied };
}
