import type { FieldModel } from "../field";
import { all, OPTIONAL_STRING, rowsOf, shaped, tabulated, type Facts } from "../field-model";
import { OTHER_OKTA } from "./other-tables";
import { OKTA_V2 } from "./sentinel-table";

const EVENT = "Okta System Log API, LogEvent object; recorded events";

const ROWS: Readonly<Record<string, Facts>> = {
  ...rowsOf(OTHER_OKTA.flatMap(({ columns }) => columns)),
  ...rowsOf(OKTA_V2.columns),
  eventType: {
    presence: "always",
    nullable: false,
    empty: false,
    spelling: shaped(/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$/, "user.session.start"),
    ascii: true,
  },
  published: { presence: "always", nullable: false, empty: false, ascii: true },
  uuid: { presence: "always", nullable: false, empty: false, ascii: true },
  displayMessage: { empty: false },
  "client.ipAddress": { empty: false, ascii: true },
  "actor.alternateId": { presence: "always", nullable: false, empty: false },
  ...all(
    { type: "object" },
    "actor",
    "client",
    "client.userAgent",
    "client.geographicalContext",
    "debugContext",
    "outcome",
    "securityContext",
    "authenticationContext",
    "transaction",
    "device",
    "actor.detailEntry",
    "transaction.detail",
  ),
  "debugContext.debugData": { type: "object" },
  // Texts that look like objects, such as `{New Device=POSITIVE}`, and JSON as text.
  ...all(
    {},
    "debugContext.debugData.behaviors",
    "debugContext.debugData.logOnlySecurityData",
    "debugContext.debugData.requestUri",
    "debugContext.debugData.url",
    "debugContext.debugData.risk",
    "debugContext.debugData.threatSuspected",
    "debugContext.debugData.deviceFingerprint",
    "debugContext.debugData.dtHash",
  ),
  target: { type: "object", many: "many" },
  ...all({}, "target.id", "target.type", "target.alternateId", "target.displayName"),
  "target.detailEntry": { type: "object" },
  request: { type: "object" },
  "request.ipChain": { type: "object", many: "many" },
  ...all({}, "request.ipChain.ip", "request.ipChain.version", "request.ipChain.source"),
};

/** What Okta's System Log writes; any member may be null. */
export const OKTA: FieldModel = {
  ...tabulated({
    rows: ROWS,
    usual: { ...OPTIONAL_STRING, nullable: true, empty: true, source: EVENT },
  }),
  bounding: ["eventType", "displayMessage", "legacyEventType"],
};
