import { logSourcesOf, type ResolvedRule } from "../../ir/rule";
import { isInLogs } from "../../log-sources/log-group";
import { LOG_SOURCES } from "../../log-sources/registry";
import type { Reason } from "../verdict";
import { reasons } from "./reasons";

/** The tables whose events lie in a log group too, whatever is named: queries over them can be proven. */
export const TABLES_IN_LOGS = LOG_SOURCES.filter(isInLogs).flatMap(({ sentinel }) =>
  sentinel.tables.map(({ name }) => name),
);

/** Why no log group holds what a rule looks for; undefined where one does. */
export function otherLogs({ matches }: ResolvedRule): Reason | undefined {
  if (matches.kind === "query") {
    const { query } = matches;
    const names = TABLES_IN_LOGS.some((name) => new RegExp(`\\b${name}\\b`).test(query));
    return names ? undefined : reasons.otherTables(TABLES_IN_LOGS);
  }
  const other = logSourcesOf({ matches }).find((each) => !isInLogs(each));
  return other === undefined ? undefined : reasons.otherLogs(other);
}
