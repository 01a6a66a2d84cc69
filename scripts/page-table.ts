/** A row of a table in Markdown: a bar within a cell would end it. */
export const row = (...cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |`;

export function table(heads: readonly string[], rows: readonly string[]): string {
  return [row(...heads), row(...heads.map(() => "---")), ...rows].join("\n");
}
