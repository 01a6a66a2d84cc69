import type { SentinelTable } from "./sentinel-table";

/** What Sentinel knows an account by, as columns made of one that holds a user principal name. */
export function principalParts(column: string): SentinelTable["computed"] {
  return {
    UserName: [`extract("^([^@]*)", 1, ${column})`],
    UserUpnSuffix: [`extract("@(.*)$", 1, ${column})`],
  };
}

/** The identifiers of an account that these columns hold. */
export const PRINCIPAL: SentinelTable["entities"][number]["fieldMappings"] = [
  { identifier: "Name", columnName: "UserName" },
  { identifier: "UPNSuffix", columnName: "UserUpnSuffix" },
];
