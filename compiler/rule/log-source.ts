import { withEdit, withNearest, type Diagnostics } from "../core/diagnostic";
import type { Source } from "../core/source";
import { nearest } from "../core/suggest";
import { TEXT_LOGS } from "../log-sources/text-logs";
import { entryOf, type Node } from "../load/node";
import { hasTable, tablesOf, type LogSource } from "../log-sources/log-source";
import { inTables, tableNames, type TableChoice } from "../log-sources/read-tables";
import { LOG_SOURCES } from "../log-sources/registry";
import { ruleMessages } from "./messages";
import type { SigmaRule } from "./schema";

/** The log sources that a log group can be named for: all but those whose log group needs no name. */
export const NAMED_LOG_SOURCES: readonly string[] = LOG_SOURCES.filter(
  ({ cloudwatch }) => cloudwatch?.isMain !== true,
).map(logSourceText);

type Written = SigmaRule["logsource"];

/** The log source that a rule reads; undefined where it has no field model, which is reported. */
export function resolveLogSource(
  { logsource, sentinelTable }: SigmaRule,
  root: Node,
  source: Source,
  diagnostics: Diagnostics,
  sentinelTables: TableChoice,
): LogSource | undefined {
  const { product, service, category } = logsource;
  const found = LOG_SOURCES.find((each) => each.product === product && each.service === service);
  const isOurs = category === undefined || found?.categories?.includes(category) === true;
  if (found !== undefined && isOurs) {
    const written = sentinelTable ?? sentinelTables[logSourceText(found)];
    const names = typeof written === "string" ? tableNames(written) : written;
    const chosen = names === undefined ? found : inTables(found, names);
    if (chosen !== undefined || names === undefined) return chosen;
    const own = entryOf(root, "sentinelTable")?.value;
    const place = own?.span ?? entryOf(root, "logsource")?.keySpan ?? root.span;
    const tables = found.sentinel.tables.map((table) => table.name);
    const wrong = names.findIndex((name) => !tables.includes(name));
    if (wrong === -1) {
      const read = hasTable(found) ? tablesOf(found).map((table) => table.name) : [];
      diagnostics.report(
        source,
        place,
        ruleMessages.tablesApart(names, logSourceText(found), read),
      );
      return undefined;
    }
    const name = names[wrong] ?? "";
    const at = own?.kind === "sequence" ? (own.items[wrong]?.span ?? place) : place;
    const message = ruleMessages.tableUnknown(name, logSourceText(found), tables);
    diagnostics.report(
      source,
      at,
      own === undefined ? message : withNearest(message, source, at, name, tables),
    );
    return undefined;
  }
  const entry = entryOf(root, "logsource");
  const place = entry?.keySpan ?? root.span;
  const text = logSourceText(logsource);
  const ofText = TEXT_LOGS.find(
    (each) => each.product === product && each.services.includes(service ?? ""),
  );
  if (ofText !== undefined) {
    diagnostics.report(source, place, ruleMessages.logsourceOfText(text, ofText));
    return undefined;
  }
  const meant = LOG_SOURCES.find((each) => isNearly(logsource, each));
  if (meant === undefined) {
    const supported = LOG_SOURCES.map((each) => logSourceText(each));
    diagnostics.report(source, place, ruleMessages.logsourceUnsupported(text, supported));
    return undefined;
  }
  const wrong = (["product", "service"] as const).filter((key) => logsource[key] !== meant[key]);
  const writes = wrong.map((key) => `${key}: ${meant[key]}`);
  const message = ruleMessages.logsourceMisspelt(text, logSourceText(meant), writes, category);
  const [first] = wrong.flatMap((key) => {
    const value = entry && entryOf(entry.value, key)?.value;
    return value?.kind === "scalar" ? [{ value, right: meant[key] }] : [];
  });
  if (first === undefined) {
    const extra = entry && writes.length === 0 ? entryOf(entry.value, "category") : undefined;
    diagnostics.report(source, extra?.keySpan ?? place, message);
  } else {
    const { value, right } = first;
    // Where both are wrong, the next one shows once this one is right.
    diagnostics.report(
      source,
      value.span,
      withEdit(message, source, value.span, value.text, right),
    );
  }
  return undefined;
}

/** Whether what is written is a log source but for its spelling, or for a key that it lacks. */
function isNearly(written: Written, { product, service }: LogSource): boolean {
  const plain = (text: string) => text.replace(/[^a-z0-9]/gi, "").toLowerCase();
  const near = (text: string | undefined, right: string) =>
    text === undefined ? undefined : nearest(plain(text), [right]) === right;
  const found = [near(written.product, product), near(written.service, service)];
  return found.includes(true) && !found.includes(false);
}

/** A log source on one line: `aws/cloudtrail`. */
export function logSourceText(of: Written | LogSource): string {
  const category = "category" in of ? of.category : undefined;
  return [of.product, of.service, category].filter((part) => part !== undefined).join("/");
}
