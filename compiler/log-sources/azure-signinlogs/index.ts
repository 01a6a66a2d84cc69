import type { LogSource } from "../log-source";
import type { Tables } from "../sentinel-table";
import { SIGNIN_LOGS } from "./fields";
import { MISTAKES, NAMES } from "./names";
import { OTHER_SIGN_INS } from "./other-tables";
import { SAMPLE } from "./sample";
import { SIGNIN_LOGS_TABLE } from "./sentinel-table";

/** No sign-in is in two of them: each is of one category of diagnostic settings. */
const TABLES: Tables = [SIGNIN_LOGS_TABLE, ...OTHER_SIGN_INS];

/** Microsoft Entra's sign-ins, in the form that diagnostic settings export. */
export const AZURE_SIGNINLOGS: LogSource = {
  product: "azure",
  service: "signinlogs",
  vendor: "Microsoft",
  fields: SIGNIN_LOGS,
  otherNames: NAMES,
  mistakes: MISTAKES,
  sentinel: { tables: TABLES, together: TABLES },
  events: {
    called: "an Entra sign-in",
    id: "properties.id",
    time: "time",
    name: "resultType",
    containers: ["records", "value"],
    forms: [
      {
        marks: ["createdDateTime", "appDisplayName", "status.errorCode"],
        whole: "properties",
        members: {
          time: "createdDateTime",
          resultType: "status.errorCode",
          callerIpAddress: "ipAddress",
          correlationId: "correlationId",
          identity: "userDisplayName",
          location: "location.countryOrRegion",
        },
        source: "Microsoft Graph, signIn: the properties of the record",
      },
    ],
    marks: { category: TABLES.flatMap(({ marks }) => marks?.["category"] ?? []) },
    example: {
      id: "properties.id",
      time: "time",
      resultType: "resultType",
      userPrincipalName: "properties.userPrincipalName",
      ipAddress: "properties.ipAddress",
      appDisplayName: "properties.appDisplayName",
    },
    exampleLine: ["time", "resultType", "userPrincipalName", "ipAddress", "appDisplayName", "id"],
    noisy: [
      "resultType",
      "properties.userPrincipalName",
      "properties.appDisplayName",
      "properties.ipAddress",
      "properties.userAgent",
      "properties.location.countryOrRegion",
    ],
    sample: SAMPLE,
  },
};
