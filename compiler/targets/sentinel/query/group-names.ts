import type { Leg } from "../../../ir/legs";
import { tablesOf, type LogSource } from "../../../log-sources/log-source";
import { unitedTable } from "../../../log-sources/read-tables";
import { freeName, nameOfPath, parsedColumn } from "./locate";
import { setColumn, commonColumn, type RowColumn } from "./row-columns";
import { TIME } from "./window-columns";

/** A name that has no letter or digit makes no column's name. */
const NAMELESS = "Group";

/**
 * The columns of what groups, none of which is another's or one that the rows are made of: different
 * fields can make one name (`a-b` and `aB`), and an alias can be called anything.
 * `carried`: columns that the rows have besides.
 */
export function groupNamesOf(
  groupBy: readonly string[],
  legs: readonly Leg[],
  logSource: LogSource,
  carried: readonly RowColumn[],
): readonly string[] {
  const table = unitedTable(tablesOf(logSource)).columns.map(({ name }) => name);
  const read = legs.flatMap(({ by }) => by.flatMap((path) => commonColumn(path, logSource) ?? []));
  const made = [
    TIME,
    ...table.map(parsedColumn),
    ...read.flatMap(({ name, elements }) => [
      setColumn(name),
      ...elements.map((each) => each.name),
    ]),
  ];
  const owners = new Map(carried.map(({ name, path }) => [name, path]));
  return groupBy.map((group, at) => {
    const isField = legs.every(({ by }) => by[at] === group);
    const own = isField ? commonColumn(group, logSource)?.name : undefined;
    const name = freeName(
      own ?? (nameOfPath([group]) || NAMELESS),
      (candidate) =>
        made.includes(candidate) ||
        (owners.has(candidate) && !(isField && owners.get(candidate) === group)) ||
        (candidate !== own && table.includes(candidate)),
    );
    owners.set(name, isField ? group : "");
    return name;
  });
}
