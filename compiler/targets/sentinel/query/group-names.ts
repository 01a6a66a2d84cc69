import type { Leg } from "../../../ir/legs";
import { tablesOf } from "../../../log-sources/log-source";
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
  carried: readonly RowColumn[],
): readonly string[] {
  const [only, ...others] = new Set(legs.map(({ logSource }) => logSource));
  const table = legs.flatMap(({ logSource }) =>
    unitedTable(tablesOf(logSource)).columns.map(({ name }) => name),
  );
  const read = legs.flatMap(({ by, logSource }) =>
    by.flatMap((path) => commonColumn(path, logSource) ?? []),
  );
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
    const isOwn = isField && only !== undefined && others.length === 0;
    const own = isOwn ? commonColumn(group, only)?.name : undefined;
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
