import { isObject, member, type Json, type JsonObject } from "../../core/json";
import { oncePer } from "../../core/once-per";
import type { LogSource } from "../../log-sources/log-source";

/**
 * An event as it comes to the bus (reference, section 3), as far as patterns and conditions look at it:
 * of what the service makes up only its form is known.
 */
export function envelopeOf(event: Json, logSource: LogSource): Json {
  return isObject(event) ? envelopesOf(logSource)(event) : event;
}

/** Made once for all patterns, which find its fields once. */
const envelopesOf = oncePer((logSource: LogSource) =>
  oncePer((event: JsonObject) => enveloped(event, logSource)),
);

function enveloped(event: JsonObject, { eventBus, calls, events }: LogSource): JsonObject {
  if (eventBus === undefined) return event;
  const { marks } = eventBus;
  const text = (path: string | undefined, other: string) => {
    const found = path === undefined ? undefined : member(event, path);
    return typeof found === "string" ? found : other;
  };
  const [service = ""] = text(calls?.service, "").split(".");
  return {
    version: "0",
    id: text(events.id, ""),
    "detail-type": `AWS API Call${marks.detailTypeEnd}`,
    source: `${marks.sourceStart}${service}`,
    account: text("recipientAccountId", ""),
    time: text(events.time, ""),
    region: text("awsRegion", ""),
    resources: [],
    [eventBus.event]: event,
  };
}
