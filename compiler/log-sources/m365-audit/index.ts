import type { LogSource } from "../log-source";
import { ELASTIC_NAMES, RECORD_FACTS, RECORD_PAIRS, RECORD_SAMPLE, UNIFIED_AUDIT } from "../m365";
import { OFFICE_ACTIVITY, OFFICE_DELAY } from "../office-activity";

/** The unified audit log of Microsoft 365. */
export const M365_AUDIT: LogSource = {
  product: "m365",
  service: "audit",
  vendor: "Microsoft",
  fields: UNIFIED_AUDIT,
  otherNames: {
    pairs: RECORD_PAIRS,
    names: {
      ...ELASTIC_NAMES.names,
      eventName: "Operation",
      RequestType: "ExtendedProperties[Name=RequestType].Value",
    },
  },
  mistakes: [
    {
      paths: ["Operation"],
      texts: /^(add|change|delete|disable|enable|remove|reset|set|update) [\w ]+$/i,
      why: "names of Entra's operations end in a point here",
      instead: "write the point too, as in `Disable Strong Authentication.`",
    },
  ],
  sentinel: { tables: [OFFICE_ACTIVITY], usualDelay: OFFICE_DELAY },
  events: {
    ...RECORD_FACTS,
    called: "a record of Microsoft 365's audit log",
    name: "Operation",
    marks: { Operation: [], Workload: [] },
    sample: RECORD_SAMPLE,
  },
};
