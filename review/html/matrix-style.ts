/** Colours of a cell on one ground: its own and its text's. */
interface Shade {
  readonly fill: string;
  readonly text: string;
}

/**
 * One hue, stronger against the ground the more rules there are; the number stands in the cell besides.
 * `from`: the number of rules that a step begins at.
 */
export const MATRIX_STEPS: readonly {
  readonly name: string;
  readonly from: number;
  readonly light: Shade;
  readonly dark: Shade;
}[] = [
  {
    name: "m1",
    from: 1,
    light: { fill: "#dbe7f6", text: "#12263f" },
    dark: { fill: "#1c2f49", text: "#d5e4f7" },
  },
  {
    name: "m2",
    from: 2,
    light: { fill: "#a9c7ea", text: "#12263f" },
    dark: { fill: "#2a4d7d", text: "#eef5ff" },
  },
  {
    name: "m3",
    from: 4,
    light: { fill: "#3f75b5", text: "#ffffff" },
    dark: { fill: "#6fa4e2", text: "#0a1626" },
  },
  {
    name: "m4",
    from: 8,
    light: { fill: "#1b4a85", text: "#ffffff" },
    dark: { fill: "#b5d5fb", text: "#0a1626" },
  },
];

const shades = (ground: "light" | "dark") =>
  MATRIX_STEPS.map(
    ({ name, [ground]: { fill, text } }) =>
      `.${name} rect { fill: ${fill}; } .${name} text { fill: ${text}; }`,
  ).join("\n");

const TEXTS = `
.m-tactic { font-weight: 600; font-size: 11.5px; }
.m-id { font-weight: 600; font-size: 11.5px; }
.m-name, .m-none { font-size: 11px; }`;

/** The matrix on a page, which follows the reader's scheme; on paper it is light. */
export const MATRIX_STYLE = `
${TEXTS}
.m-tactic { fill: var(--text); }
.m-none { fill: var(--muted); }
.m0 { fill: none; stroke: var(--line-strong); stroke-dasharray: 3 3; }
${shades("light")}
@media screen and (prefers-color-scheme: dark) {
${shades("dark")}
}`;

/** The matrix as a file of its own. */
export const STANDALONE_STYLE = `
text { font-family: system-ui, sans-serif; fill: #12263f; }
${TEXTS}
.m0 { fill: none; stroke: #b9c3d0; stroke-dasharray: 3 3; }
${shades("light")}`;
