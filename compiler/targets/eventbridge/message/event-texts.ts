import {
  binary,
  call,
  choice,
  flat,
  joined,
  lambda,
  path,
  regex,
  text,
  variable,
  type Jsonata,
  type Let,
} from "../jsonata/ast";
import { asSource, END } from "../jsonata/escape";
import { concat } from "./concat";
import type { ActedOn } from "../../../log-sources/log-source";

/*
 * What a message says of an event: these members and no others. A record also carries what nobody may
 * read in a mail (`responseElements.credentials`, `requestParameters.password`), under names that AWS
 * adds to every week, so that no list of what to leave out is ever whole.
 * Members: AWS CloudTrail user guide, record contents, userIdentity element and console sign-in events.
 */
const MEMBERS = {
  at: "eventTime",
  action: "eventName",
  service: "eventSource",
  errorCode: "errorCode",
  signIn: "responseElements.ConsoleLogin",
  arn: "userIdentity.arn",
  principal: "userIdentity.principalId",
  invoker: "userIdentity.invokedBy",
  user: "userIdentity.userName",
  kind: "userIdentity.type",
  issuer: "userIdentity.sessionContext.sessionIssuer.arn",
  accessKey: "userIdentity.accessKeyId",
  since: "userIdentity.sessionContext.attributes.creationDate",
  sessionMfa: "userIdentity.sessionContext.attributes.mfaAuthenticated",
  signInMfa: "additionalEventData.MFAUsed",
  account: "recipientAccountId",
  region: "awsRegion",
  address: "sourceIPAddress",
  agent: "userAgent",
  eventId: "eventID",
} as const;

type EventText = keyof typeof MEMBERS | "failure" | "caller" | "mfa" | "link";

/** A text of the event's; nothing where the event has none. */
export const said = (name: EventText): Jsonata => variable(name);

/** The paths of the record that a message shows. */
export const SHOWN_PATHS: readonly string[] = Object.values(MEMBERS);

const REGION = asSource(`^[a-z]{2}(?:\\x2d[a-z]+)+\\x2d[0-9]{1,2}${END}`);
/** As long as a secret key, at least: whoever calls may have written one into what names their tool. */
const LONG_RUN = asSource("[A-Za-z0-9\\x2b\\x2d\\x2f\\x3d\\x5f]{40,}");
/** What AWS names an event by. */
export const EVENT_ID = asSource(
  `^[0-9A-Fa-f]{8}(?:\\x2d[0-9A-Fa-f]{4}){3}\\x2d[0-9A-Fa-f]{12}${END}`,
);

/** The variables that `said` reads, of a record. */
export function eventLets(record: Jsonata): readonly Let[] {
  return [
    ...Object.entries(MEMBERS).map(([name, field]) => {
      const values = flat(path(record, ...field.split(".")));
      return { name, value: call("say", name === "agent" ? withoutLongRuns(values) : values) };
    }),
    { name: "failure", value: failureOf() },
    { name: "caller", value: firstOf(["arn", "principal", "invoker", "user"]) },
    { name: "mfa", value: firstOf(["sessionMfa", "signInMfa"]) },
    { name: "link", value: linkOf() },
  ];
}

function withoutLongRuns(values: Jsonata): Jsonata {
  const replaced = call("replace", variable("s"), regex(LONG_RUN), text("[left out]"));
  return flat(call("map", call("texts", values), lambda(["s"], replaced)));
}

/** A sign-in that failed has no error code (CloudTrail user guide, sign-in events). */
function failureOf(): Jsonata {
  const failed = binary(said("signIn"), "=", text("Failure"));
  return choice(
    call("exists", said("errorCode")),
    said("errorCode"),
    choice(failed, said("signIn")),
  );
}

function firstOf([first, ...others]: readonly EventText[]): Jsonata {
  if (first === undefined) throw new Error("nothing to choose from");
  return others.length === 0
    ? said(first)
    : choice(call("exists", said(first)), said(first), firstOf(others));
}

/** The console of the Region's partition, at the event; none where Region or id are not what AWS writes. */
function linkOf(): Jsonata {
  const region = said("region");
  const starts = (start: string) => call("contains", region, regex(asSource(`^${start}\\x2d`)));
  const host = choice(
    starts("us\\x2dgov"),
    text("console.amazonaws-us-gov.com"),
    choice(starts("cn"), text("console.amazonaws.cn"), text("console.aws.amazon.com")),
  );
  return choice(
    joined("and", [
      call("contains", region, regex(REGION)),
      call("contains", said("eventId"), regex(EVENT_ID)),
    ]),
    concat([
      text("https://"),
      host,
      text("/cloudtrailv2/home?region="),
      region,
      text("#/events/"),
      said("eventId"),
    ]),
  );
}

/** What the call acts on: `User alice`, by the members that AWS's models name. */
export function targetLets(actedOn: readonly ActedOn[], record: Jsonata): readonly Let[] {
  return actedOn.map(({ path: field }, at) => ({
    name: targetName(at),
    value: call("say", flat(path(record, ...field.split(".")))),
  }));
}

export const targetName = (at: number): string => `target${at}`;

/** The word for what a column holds: `User` of `TargetUser`. */
export const targetWord = ({ columnName }: ActedOn): string => columnName.replace(/^Target/, "");
