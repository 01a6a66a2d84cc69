import { isNowhere } from "../compiler/log-sources/other-names";
import type { LogSource, Mistake } from "../compiler/log-sources/log-source";
import { LOG_SOURCES } from "../compiler/log-sources/registry";
import { columnOf } from "../compiler/log-sources/sentinel-table";
import { row, table } from "./page-table";

const code = (text: string) => `\`${text}\``;

const LEFT_OUT = (why: string) =>
  `left out (${why}), \`unsupported\` where nothing else bounds the rule (DET610)`;

/** What a rule asks for, what becomes of it on Sentinel, and the nearest thing that works. */
type Limit = readonly [asked: string, becomes: string, nearest: string];

/** What rules ask for that Sentinel does not have or that no event has, of every log source, from its facts. */
export function logSourceLimits(): string {
  return table(
    ["log source", "in a rule", "what becomes of it", "the nearest thing that works"],
    [
      row(
        "any",
        "a count in the condition (`| count() > 10`)",
        "an error (DET218)",
        "a correlation",
      ),
      row(
        "any",
        "keywords",
        LEFT_OUT("DET606"),
        "test the field that has the text, with `contains`",
      ),
      ...LOG_SOURCES.flatMap((logSource) =>
        limitsOf(logSource).map((limit) => row(nameOf(logSource), ...limit)),
      ),
    ],
  );
}

function nameOf({ product, service }: LogSource): string {
  return code(`${product}/${service}`);
}

function limitsOf(logSource: LogSource): readonly Limit[] {
  const { sentinel, otherNames, mistakes = [] } = logSource;
  const nowhere = Object.entries(otherNames?.nowhere ?? {}).map(([field, meant]): Limit => [
    code(field),
    "never holds (DET420)",
    meant,
  ]);
  const never = [...nowhere, ...mistakes.map(mistakeLimit)];
  if ("nearest" in sentinel) {
    return [["any test", "`not-applicable` (DET620)", sentinel.nearest], ...never];
  }
  const [first, ...others] = sentinel.tables;
  const lacking = (first.lacks ?? []).map(({ path, texts, nearest }): Limit => [
    `${code(path)} ${texts.map(code).join(" or ")}`,
    "`unsupported` (DET622)",
    nearest,
  ]);
  const fields = logSource.fields.paths.filter((path) => !isNowhere(path, logSource));
  const without = fields.filter((path) => columnOf(first, path) === undefined && !isSpread(path));
  const having = fields.filter((path) => columnOf(first, path) !== undefined);
  const elsewhere = others.filter((each) => without.some((path) => columnOf(each, path)));
  const places = elsewhere.map(({ name }) => code(name)).join(", ");
  const left: readonly Limit[] = [
    [
      without.length > having.length
        ? `all fields but ${having.map(code).join(", ")}: no column of ${code(first.name)} has them`
        : `${without.map(code).join(", ")}: no column of ${code(first.name)} has them`,
      LEFT_OUT("DET601"),
      places === "" ? "test other fields beside them" : `${places} has some of them`,
    ],
  ];
  return [...lacking, ...(without.length === 0 ? [] : left), ...never];

  /** An object whose members have columns of their own. */
  function isSpread(path: string): boolean {
    return logSource.fields.paths.some((other) => other.startsWith(`${path}.`));
  }
}

function mistakeLimit({ paths, texts, comparison = "equals", why, instead }: Mistake): Limit {
  const words = texts instanceof RegExp ? [`/${texts.source}/`] : texts;
  const fields = paths === undefined ? "any field" : paths.map(code).join(", ");
  const comparisons = [comparison].flat().filter((each) => each !== "any");
  const parts = comparisons.filter((each) => each !== "equals").map(code);
  const whole = comparisons.includes("equals") ? ["as a whole"] : [];
  const how = parts.length === 0 ? "" : ` ${[...whole, ...parts].join(", ")}`;
  return [
    `${fields}${how}: ${words.map(code).join(", ")}`,
    `never holds (DET451): ${why}`,
    instead,
  ];
}
