import { ANY_CALL } from "../../calls";
import type { CallCatalog } from "../../log-source";
import { callsWith } from "./by-call";
import { eventNames, possibleCalls, sourcesWith, trueName } from "./calls";
import { nearestEvent, nearestPath, nearestSource } from "./near";

/** The calls that AWS's models have, and the events that are known besides. */
export const CATALOG: CallCatalog = {
  names: eventNames,
  servicesWith: sourcesWith,
  nearestService: nearestSource,
  trueName,
  nearestName: nearestEvent,
  missingPath(path, calls) {
    const possible = calls === ANY_CALL ? undefined : possibleCalls(calls);
    if (possible === undefined || possible.length === 0) return undefined;
    const { lacking } = callsWith(possible, path);
    if (lacking.length < possible.length) return undefined;
    const meant = nearestPath(path, possible);
    return meant === undefined ? {} : { meant };
  },
};
