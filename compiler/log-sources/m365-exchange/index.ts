import type { LogSource } from "../log-source";
import { ELASTIC_NAMES, RECORD_FACTS, RECORD_PAIRS, RECORD_SAMPLE, UNIFIED_AUDIT } from "../m365";
import { OFFICE_ACTIVITY, OFFICE_DELAY } from "../office-activity";

/** Exchange's records of Microsoft 365's unified audit log. */
export const M365_EXCHANGE: LogSource = {
  product: "m365",
  service: "exchange",
  vendor: "Microsoft",
  fields: UNIFIED_AUDIT,
  otherNames: { pairs: RECORD_PAIRS, names: { ...ELASTIC_NAMES.names, eventName: "Operation" } },
  mistakes: [
    {
      paths: ["ResultStatus"],
      texts: ["success"],
      why: "Exchange writes `True`, which another product's pipeline makes a success",
      instead: "write `'True'`",
      text: "True",
    },
  ],
  sentinel: { tables: [OFFICE_ACTIVITY], usualDelay: OFFICE_DELAY },
  events: {
    ...RECORD_FACTS,
    called: "a record of Exchange",
    name: "Operation",
    marks: { Operation: [], Workload: ["Exchange"] },
    sample: RECORD_SAMPLE,
  },
};
