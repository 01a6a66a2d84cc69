import type { ResolvedRule } from "../../ir/rule";
import { LOG_SOURCES } from "../../log-sources/registry";
import type { Reason } from "../verdict";
import { reasons } from "./reasons";

/** The tables whose events can lie in a log group too. */
export const TABLES_IN_LOGS = LOG_SOURCES.filter(
  ({ cloudwatch }) => cloudwatch !== undefined,
).flatMap(({ sentinel }) => sentinel.tables.map(({ name }) => name));

/** Why no log group holds what a rule looks for; undefined where one can. */
export function otherLogs({ matches }: ResolvedRule): Reason | undefined {
  if (matches.kind === "query") {
    const { query } = matches;
    const names = TABLES_IN_LOGS.some((name) => new RegExp(`\\b${name}\\b`).test(query));
    return names ? undefined : reasons.otherTables(TABLES_IN_LOGS);
  }
  const { product, service, cloudwatch } = matches.logSource;
  return cloudwatch === undefined ? reasons.otherLogs(`${product}/${service}`) : undefined;
}
