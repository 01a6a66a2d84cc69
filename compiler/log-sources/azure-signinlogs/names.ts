import type { Mistake } from "../log-source";
import type { OtherNames } from "../other-names";

/** Names of the portal and of older rules. Source: the mapping that SigmaHQ's rules are moved by. */
export const NAMES: OtherNames = {
  leftOut: ["properties"],
  pairs: [{ path: "properties.authenticationProcessingDetails", name: "key", value: "value" }],
  names: {
    "properties.message": "properties.authenticationProtocol",
    ClientApp: "properties.clientAppUsed",
    Username: "properties.userPrincipalName",
  },
  nowhere: {
    ActivityDetails: "nothing: a word of the portal that is true of every sign-in",
    TargetUserName: "`properties.userPrincipalName`",
  },
};

/** Texts of rules that no record holds. Sources: recorded records and rows; the mapping above. */
export const MISTAKES: readonly Mistake[] = [
  {
    paths: ["properties.status"],
    texts: ["Success", "Failure"],
    why: "it is an object of a code and its words",
    instead: "write `resultType: '0'` for success, and its `not` for failure",
  },
  {
    paths: ["properties.networkLocationDetails"],
    texts: ["[]"],
    why: "a list without elements has no text, but in a column of Sentinel's",
    instead: "write `null`, which holds where the list is empty too",
  },
  {
    paths: ["properties.clientAppUsed"],
    texts: ["Other client"],
    why: "the portal's word is another",
    instead: "write `Other clients`",
    text: "Other clients",
  },
  {
    paths: ["properties.clientAppUsed"],
    texts: ["IMAP"],
    why: "its version is written with it",
    instead: "write `IMAP4`",
    text: "IMAP4",
  },
  {
    paths: ["properties.clientAppUsed"],
    texts: ["SMTP"],
    why: "there is a word before it",
    instead: "write `Authenticated SMTP`",
    text: "Authenticated SMTP",
  },
  {
    paths: ["properties.clientAppUsed"],
    texts: ["MAPI"],
    why: "there are words behind it",
    instead: "write `MAPI Over HTTP`",
    text: "MAPI Over HTTP",
  },
  {
    paths: ["resultDescription"],
    texts: ["Failure"],
    why: "it is a word of the portal; the field has sentences",
    instead: "write `resultType` with the codes that are meant, or its `not` with `0`",
  },
  {
    comparison: "any",
    texts: ["UPN"],
    why: "it stands for a name that somebody was to put in its place",
    instead: "write the user principal names, or leave the test out",
  },
];
