import { all, OPTIONAL_STRING, tabulated } from "../field-model";
import type { LogSource } from "../log-source";

/** The audit log of Bitbucket Data Center: no connector fills a table of Sentinel from it. */
export const BITBUCKET_AUDIT: LogSource = {
  product: "bitbucket",
  service: "audit",
  vendor: "Atlassian",
  fields: {
    ...tabulated({
      rows: {
        timestamp: {},
        "auditType.category": { presence: "always" },
        "auditType.action": { presence: "always" },
        ...all({}, "auditType.area", "auditType.level", "auditType.actionI18nKey"),
        ...all({}, "author.id", "author.name", "author.type", "source", "system", "node", "method"),
        affectedObjects: { type: "object", many: "many" },
        changedValues: { type: "object", many: "many" },
        extraAttributes: { type: "object", many: "many" },
      },
      usual: {
        ...OPTIONAL_STRING,
        nullable: true,
        empty: true,
        source: "Bitbucket Data Center, audit log file",
      },
    }),
    bounding: ["auditType.action", "auditType.category"],
  },
  sentinel: {
    tables: [],
    nearest:
      "the nearest that works is a table of your own, filled from the audit log's file, and a rule with a `query` over it: AtlassianAuditEvents_CL holds events of Atlassian Cloud, which are others",
  },
  events: {
    called: "a record of Bitbucket's audit log",
    id: "id",
    time: "timestamp",
    name: "auditType.action",
    marks: { "auditType.action": [], "auditType.category": [] },
    example: { time: "timestamp", action: "auditType.action", author: "author.name" },
    exampleLine: ["time", "action", "author"],
    noisy: ["auditType.action", "author.name"],
    sample: {
      timestamp: "2026-01-01T12:00:00.000Z",
      author: { id: "1", name: "example", type: "NORMAL" },
      auditType: { category: "Example", action: "Example action", area: "EXAMPLE", level: "BASE" },
      affectedObjects: [],
      changedValues: [],
      source: "198.51.100.7",
    },
  },
};
