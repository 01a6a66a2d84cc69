import { renderToString } from "preact-render-to-string";

import type { CoveredTactic } from "../attack/coverage";
import { attackUrl } from "../attack/rule-attack";
import { MATRIX_STEPS, STANDALONE_STYLE } from "./matrix-style";
import { Link, Table } from "./parts";

const COLUMN = 112;
/** Width of a tactic that no rule has a technique of; its name is turned. */
const EMPTY_COLUMN = 26;
const GAP = 4;
const HEAD = 40;
const CELL = 66;
const LINE = 13;
const LINE_CHARS = 14;
const NAME_LINES = 3;
/** Height of a column without techniques: the longest turned name fits. */
const EMPTY_HEIGHT = 150;

/** The covered part of ATT&CK as a picture; `standalone` for a file of its own. */
export function Matrix(props: {
  readonly coverage: readonly CoveredTactic[];
  readonly standalone?: boolean;
}) {
  const { coverage, standalone = false } = props;
  const widths = coverage.map(({ techniques }) => (techniques.length > 0 ? COLUMN : EMPTY_COLUMN));
  const starts = widths.map((_, column) =>
    widths.slice(0, column).reduce((sum, width) => sum + width + GAP, 0),
  );
  const width = widths.reduce((sum, each) => sum + each + GAP, -GAP);
  const rows = Math.max(...coverage.map(({ techniques }) => techniques.length));
  const height = Math.max(
    HEAD + rows * (CELL + GAP),
    widths.includes(EMPTY_COLUMN) ? EMPTY_HEIGHT : 0,
  );
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
      <desc id="matrix-text">{description(coverage, standalone)}</desc>
      {standalone ? <style>{STANDALONE_STYLE}</style> : null}
      {coverage.map((tactic, column) => (
        <g transform={`translate(${starts[column]} 0)`}>
          {tactic.techniques.length > 0 ? <Column tactic={tactic} /> : <Empty name={tactic.name} />}
        </g>
      ))}
    </svg>
  );
}

function Column({ tactic: { name, techniques } }: { readonly tactic: CoveredTactic }) {
  return (
    <>
      <Words text={name} x={0} y={14} class="m-tactic" lines={2} />
      {techniques.map(({ id, name: technique, rules }, row) => (
        <g class={stepOf(rules.length)} transform={`translate(0 ${HEAD + row * (CELL + GAP)})`}>
          <rect width={COLUMN} height={CELL} rx={4} />
          <text class="m-id" x={7} y={16}>
            {id}
          </text>
          <text class="m-id" x={COLUMN - 7} y={16} text-anchor="end">
            {rules.length}
          </text>
          <Words text={technique} x={7} y={31} class="m-name" lines={NAME_LINES} />
        </g>
      ))}
    </>
  );
}

function Empty({ name }: { readonly name: string }) {
  return (
    <>
      <rect class="m0" x={0.5} y={0.5} width={EMPTY_COLUMN - 1} height={EMPTY_HEIGHT - 1} rx={4} />
      <text class="m-none" transform={`translate(${EMPTY_COLUMN / 2 - 4} 8) rotate(90)`}>
        {name}
      </text>
    </>
  );
}

function stepOf(rules: number): string {
  return MATRIX_STEPS.filter(({ from }) => rules >= from).at(-1)?.name ?? "m1";
}

/** What the colours of the cells mean; every cell says its number besides. */
export function MatrixLegend() {
  return (
    <ul class="legend" aria-label="Colours of the matrix">
      {MATRIX_STEPS.map(({ name, from }, index) => {
        const next = MATRIX_STEPS[index + 1]?.from;
        const to = next === undefined ? " or more" : next - 1 > from ? `–${next - 1}` : "";
        return (
          <li>
            <svg class="swatch" viewBox="0 0 14 14" aria-hidden="true">
              <g class={name}>
                <rect width="14" height="14" rx="3" />
              </g>
            </svg>
            {`${from}${to} ${next === 2 ? "rule" : "rules"}`}
          </li>
        );
      })}
    </ul>
  );
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

function description(coverage: readonly CoveredTactic[], standalone: boolean): string {
  const tactics = coverage.map(({ name, techniques }) => {
    const unit = techniques.length === 1 ? "technique" : "techniques";
    return `${name}: ${techniques.length} ${unit}`;
  });
  return `${tactics.join("; ")}.${standalone ? "" : " The table below holds the same."}`;
}
