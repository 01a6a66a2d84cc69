/** Parts of the rules that examples are made of. */
export const selections = (items: string, condition = "s") =>
  `detection:\n  ${items.replaceAll("\n", "\n  ")}\n  condition: ${condition}`;

/** A rule of one selection with these fields. */
export const item = (written: string) => selections(`s: {${written}}`);
