import type { LogSource } from "../log-source";
import { OKTA } from "./fields";
import { OTHER_OKTA } from "./other-tables";
import { OKTA_V2 } from "./sentinel-table";

/** Okta's System Log, in the form of its API. */
export const OKTA_OKTA: LogSource = {
  product: "okta",
  service: "okta",
  vendor: "Okta",
  fields: OKTA,
  otherNames: {
    names: {
      eventtype: "eventType",
      displaymessage: "displayMessage",
      legacyeventtype: "legacyEventType",
      "actor.alternateid": "actor.alternateId",
      "securitycontext.isproxy": "securityContext.isProxy",
    },
  },
  sentinel: { tables: [OKTA_V2, ...OTHER_OKTA] },
  events: {
    called: "an event of Okta's System Log",
    id: "uuid",
    time: "published",
    name: "eventType",
    marks: { eventType: [], published: [], uuid: [] },
    example: {
      uuid: "uuid",
      published: "published",
      eventType: "eventType",
      actor: "actor.alternateId",
      ipAddress: "client.ipAddress",
    },
    exampleLine: ["published", "eventType", "actor", "ipAddress", "uuid"],
    noisy: ["eventType", "actor.alternateId", "client.ipAddress", "outcome.result"],
    sample: {
      uuid: "00000000-0000-4000-8000-000000000001",
      published: "2026-01-01T12:00:00.000Z",
      eventType: "example.event",
      version: "0",
      severity: "INFO",
      legacyEventType: "example.event",
      displayMessage: "Example",
      actor: {
        id: "00uEXAMPLE",
        type: "User",
        alternateId: "user@example.com",
        displayName: "Example User",
        detailEntry: null,
      },
      client: {
        userAgent: { rawUserAgent: "Mozilla/5.0", os: "Windows 10", browser: "FIREFOX" },
        zone: "null",
        device: "Computer",
        id: null,
        ipAddress: "198.51.100.7",
        geographicalContext: { city: "Dublin", state: "Dublin", country: "Ireland" },
      },
      outcome: { result: "SUCCESS", reason: null },
      target: [
        {
          id: "00uOTHER",
          type: "User",
          alternateId: "other@example.com",
          displayName: "Other User",
        },
      ],
      transaction: { type: "WEB", id: "EXAMPLEID", detail: {} },
      debugContext: { debugData: { requestUri: "/api/v1/example", url: "/api/v1/example?" } },
      securityContext: {
        asNumber: 64496,
        asOrg: "example",
        isp: "example",
        domain: ".",
        isProxy: false,
      },
      request: { ipChain: [{ ip: "198.51.100.7", version: "V4", source: null }] },
    },
  },
};
