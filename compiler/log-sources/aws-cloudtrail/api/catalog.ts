import { ANY_CALL } from "../../calls";
import type { CallCatalog } from "../../log-source";
import { actedOnBy } from "../acted-on";
import { callsWith, isPlaced } from "./by-call";
import { eventNames, hasEvent, possibleCalls, sourcesWith, trueName } from "./calls";
import { isDataEvent, isReadOnly } from "./events";
import { nearestEvent, nearestPath, nearestSource } from "./near";

/** The calls that AWS's models have, and the events that are known besides. */
export const CATALOG: CallCatalog = {
  names: eventNames,
  servicesWith: sourcesWith,
  kind(service, name) {
    if (!hasEvent(service, name)) return undefined;
    if (isDataEvent(service, name)) return "data";
    return isReadOnly(name) ? "read" : "write";
  },
  nearestService: nearestSource,
  trueName,
  nearestName: nearestEvent,
  actedOn(calls) {
    const possible = calls === ANY_CALL ? undefined : possibleCalls(calls);
    const [first = [], ...others] = (possible ?? []).map(({ forms }) =>
      forms === undefined ? [] : actedOnBy(forms),
    );
    return first.filter((each) => others.every((other) => other.includes(each)));
  },
  missingPath(path, calls) {
    const possible = calls === ANY_CALL || !isPlaced(path) ? undefined : possibleCalls(calls);
    if (possible === undefined || possible.length === 0) return undefined;
    const { lacking } = callsWith(possible, path);
    if (lacking.length < possible.length) return undefined;
    const meant = nearestPath(path, possible);
    return meant === undefined ? {} : { meant };
  },
};
