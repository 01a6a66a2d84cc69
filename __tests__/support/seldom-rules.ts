import { NAMED, type GeneratedDetection, type Item } from "./arbitrary-rules";

/** Items that chance comes to too seldom. */
const SELDOM: readonly Item[] = [
  ...["", "|contains", "|startswith", "|endswith"].flatMap((how): readonly Item[] => [
    [`userIdentity.userName|fieldref${how}`, "responseElements.accessKey.userName"],
    [`userIdentity.userName|fieldref${how}|cased`, "responseElements.accessKey.userName"],
    [`userAgent${how}`, "kiss"],
    [`userAgent${how}|cased`, "a\\?b"],
  ]),
  ...["stra\u00dfe", "\u212a", "a\ud83d\ude00b", "%", 'say "x"', "it's", "\\*", "a\\"].map(
    (text): Item => ["userIdentity.userName|contains|cased", text],
  ),
  ...["", "*", "?", "?a", "a*b", "12"].map((text): Item => ["userIdentity.userName", text]),
  ["userAgent|contains", "caf\u00e9"],
  ["requestParameters.name|contains", "a"],
  ["requestParameters.name|re", "^a?$"],
  ["userAgent|re", "^$"],
  ...["|i", "|m", "|s"].map((flag): Item => [`userAgent|re${flag}`, "k.a"]),
  ["userIdentity.userName|cased", "stra\u00dfe"],
  ...["", "*"].flatMap((text): readonly Item[] => [
    ["requestParameters.name", text],
    ["userAgent", text],
  ]),
  ["requestParameters.count", ["12", "true"]],
  ["userAgent|contains|all", ["a", "b"]],
  ["userAgent|neq", "a.b"],
  ["requestParameters.names|contains|all", ["a", "b"]],
  ["requestParameters.filters.name", "a"],
  ["requestParameters|contains", "note"],
  ["resources|contains", "note"],
  ["requestParameters.imageId", "a"],
  ["requestParameters.count|exists", true],
  ["userIdentity.userName|exists", true],
  ["userIdentity.userName", null],
  ...["lt", "lte", "gt", "gte"].map((order): Item => [
    `additionalEventData.bytesTransferredIn|${order}`,
    12,
  ]),
  ["additionalEventData.MFAUsed", "NO"],
  ["sourceIPAddress|cidr", "10.1.2.0/25"],
  ["sourceIPAddress|cidr", "2001:db8::/32"],
  ["eventTime|hour", 5],
];

/** Rules of one of them each. */
export const SELDOM_DETECTIONS: readonly GeneratedDetection[] = SELDOM.flatMap((only) =>
  ["named and 1 of s*", "named and not not not all of s*"].map((asks) => ({
    named: NAMED,
    s1: Object.fromEntries([only]),
    condition: asks,
  })),
);
