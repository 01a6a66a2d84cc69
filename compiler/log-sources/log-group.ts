import { oncePer } from "../core/once-per";
import type { LogSource } from "./log-source";

/** The log source as its raw events lie in a log group of that name: one record for each, by which rules of one are known. */
export function inLogGroup(logSource: LogSource, name: string): LogSource {
  return byName(logSource)(name);
}

const byName = oncePer((logSource: LogSource) => {
  const made = new Map<string, LogSource>();
  return (logGroupName: string): LogSource => {
    const each = made.get(logGroupName) ?? { ...logSource, logGroupName };
    made.set(logGroupName, each);
    return each;
  };
});

/** Whether some log group is known to hold its raw events. */
export function isInLogs(logSource: LogSource): boolean {
  const { cloudwatch, logGroupName } = logSource;
  return cloudwatch?.isMain === true || (logGroupName !== undefined && !isMisnamed(logSource));
}

/** Whether a log group is named that its writer never writes to; of a token nothing is known. */
function isMisnamed({ cloudwatch, logGroupName = "" }: LogSource): boolean {
  return (
    cloudwatch?.nameStart !== undefined &&
    !logGroupName.startsWith(cloudwatch.nameStart) &&
    !logGroupName.includes("${")
  );
}

/** That no log group is named for a log source, and which one would be. */
export function noLogGroup(logSource: LogSource): string {
  const { product, service, cloudwatch, logGroupName } = logSource;
  if (logGroupName !== undefined && isMisnamed(logSource)) {
    return `the log group \`${logGroupName}\` holds no events of ${product}/${service}: names of those begin with \`${cloudwatch?.nameStart}\``;
  }
  const writer = cloudwatch === undefined ? "" : `, which ${cloudwatch.writer}`;
  return `no log group is named that holds events of ${product}/${service}${writer}`;
}

/** Fields that show what an event of a log group is. */
export function shownInLogs({ cloudwatch, events }: LogSource): readonly string[] {
  return cloudwatch?.shown ?? Object.values(events.example);
}

/** What a verdict on its events in a log group rests on, whatever a rule asks. */
export function assumedInLogs({ cloudwatch, events }: LogSource): readonly string[] {
  if (cloudwatch !== undefined) return cloudwatch.assumes ?? [];
  return [`each event of the log group is ${events.called} in JSON, as its source writes it`];
}
