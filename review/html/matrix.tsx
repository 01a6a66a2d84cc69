import { renderToString } from "preact-render-to-string";
import type { CoveredTactic } from "../attack/coverage";
import { attackUrl } from "../attack/rule-attack";
import { Link, Table } from "./parts";

/** One hue from light to dark by the number of rules; the number stands in the cell besides. */
const STEPS = [
  { from: 1, class: "m1", fill: "#dbe7f6", text: "#12263f" },
  { from: 2, class: "m2", fill: "#a9c7ea", text: "#12263f" },
  { from: 4, class: "m3", fill: "#3f75b5", text: "#ffffff" },
  { from: 8, class: "m4", fill: "#1b4a85", text: "#ffffff" },
] as const;

const COLUMN = 96;
const GAP = 4;
const HEAD = 44;
const CELL = 58;
const LINE = 12;
const LINE_CHARS = 14;
const NAME_LINES = 3;

/** The covered part of ATT&CK as a picture; `standalone` for a file of its own. */
export function Matrix(props: {
  readonly coverage: readonly CoveredTactic[];
  readonly standalone?: boolean;
}) {
  const { coverage, standalone = false } = props;
  const rows = Math.max(1, ...coverage.map(({ techniques }) => techniques.length));
  const width = coverage.length * (COLUMN + GAP) - GAP;
  const height = HEAD + rows * (CELL + GAP);
  return (
    <svg
      class="matrix"
      role="img"
      aria-labelledby="matrix-name matrix-text"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      xmlns="http://www.w3.org/2000/svg"
    >
      <title id="matrix-name">ATT&CK matrix of the rule set</title>
      <desc id="matrix-text">{description(coverage)}</desc>
      {standalone ? <style>{STANDALONE}</style> : null}
      {coverage.map(({ name, techniques }, column) => (
        <g transform={`translate(${column * (COLUMN + GAP)} 0)`}>
          <Words text={name} x={0} y={14} class="m-tactic" lines={2} />
          {techniques.map(({ id, name: technique, rules }, row) => {
            const step = stepOf(rules.length);
            return (
              <g class={step.class} transform={`translate(0 ${HEAD + row * (CELL + GAP)})`}>
                <rect width={COLUMN} height={CELL} rx={4} />
                <text class="m-id" x={6} y={14}>
                  {id}
                </text>
                <text class="m-count" x={COLUMN - 6} y={14} text-anchor="end">
                  {rules.length}
                </text>
                <Words text={technique} x={6} y={27} class="m-name" lines={NAME_LINES} />
              </g>
            );
          })}
          {techniques.length > 0 ? null : (
            <rect class="m0" y={HEAD} width={COLUMN} height={CELL} rx={4} />
          )}
        </g>
      ))}
    </svg>
  );
}

function stepOf(rules: number): (typeof STEPS)[number] {
  return STEPS.filter(({ from }) => rules >= from).at(-1) ?? STEPS[0];
}

/** The picture as a file. */
export function matrixSvg(coverage: readonly CoveredTactic[]): string {
  return `${renderToString(<Matrix coverage={coverage} standalone />)}\n`;
}

/** The same as a table, with a link to each rule. */
export function MatrixTable({ coverage }: { readonly coverage: readonly CoveredTactic[] }) {
  return (
    <Table
      caption="Techniques by tactic, with the rules that name them"
      head={["Technique", "Tactic", "Rules"]}
      rows={coverage.flatMap((tactic) =>
        tactic.techniques.map(({ id, name, rules }) => [
          <Link href={attackUrl(id)}>{`${id} ${name}`}</Link>,
          tactic.name,
          <ul class="bare">
            {rules.map(({ key, title }) => (
              <li>
                <a href={`rules/${encodeURIComponent(key)}.html`}>{title}</a>
              </li>
            ))}
          </ul>,
        ]),
      )}
    />
  );
}

function Words(props: {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly class: string;
  readonly lines: number;
}) {
  return (
    <text class={props.class} x={props.x} y={props.y}>
      {wrapped(props.text, props.lines).map((line, index) => (
        <tspan x={props.x} dy={index === 0 ? 0 : LINE}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

/** Words in lines that fit a column; what does not fit ends in an ellipsis. */
function wrapped(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LINE_CHARS) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  const fit = (line: string) =>
    line.length > LINE_CHARS ? `${line.slice(0, LINE_CHARS - 1)}…` : line;
  if (lines.length <= most) return lines.map(fit);
  const shown = lines.slice(0, most);
  return shown.map((line, index) => fit(index === most - 1 ? `${line} …` : line));
}

function description(coverage: readonly CoveredTactic[]): string {
  const tactics = coverage.map(({ name, techniques }) => {
    const [count, unit] = [techniques.length, techniques.length === 1 ? "technique" : "techniques"];
    return `${name}: ${count} ${unit}`;
  });
  return `${tactics.join("; ")}. The table below holds the same.`;
}

const STANDALONE = [
  "text{font-family:system-ui,sans-serif;font-size:9.5px;fill:#12263f}",
  ".m-tactic{font-weight:600;font-size:10px}.m-id,.m-count{font-weight:600;font-size:10px}",
  ".m0{fill:none;stroke:#b9c3d0;stroke-dasharray:3 3}",
  ...STEPS.map(
    (step) => `.${step.class} rect{fill:${step.fill}}.${step.class} text{fill:${step.text}}`,
  ),
].join("");

/** The same colours for pages, where the scheme is light or dark: the steps stay. */
export const MATRIX_STYLE = [
  ".m-tactic{font-weight:600;font-size:10px;fill:var(--text)}",
  ".m-id,.m-count{font-weight:600;font-size:10px}.m-name{font-size:9.5px}",
  ".m0{fill:none;stroke:var(--line-strong);stroke-dasharray:3 3}",
  ...STEPS.map(
    (step) => `.${step.class} rect{fill:${step.fill}}.${step.class} text{fill:${step.text}}`,
  ),
].join("\n");
