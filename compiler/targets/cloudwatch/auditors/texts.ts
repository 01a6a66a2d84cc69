import { PATTERN_LIMITS } from "../limits";
import type { Auditor } from "./auditor";
import { LISTED_CALLS, type ListedCalls } from "./calls";

/** Patterns that an auditor accepts together: the first is the one that it looks for. */
export type AcceptedTexts = readonly [string, ...string[]];

/**
 * The texts with which a control passes an auditor's check, the best first: those that say most of what
 * the control means. `further`: names of calls that a rule looks for and the control does not list.
 * Undefined where the auditor does not have the control.
 */
export function acceptedTexts(
  auditor: Auditor,
  control: number,
  further: readonly string[],
): readonly [AcceptedTexts, ...AcceptedTexts[]] | undefined {
  const calls = LISTED_CALLS.get(control);
  switch (auditor) {
    case "security-hub": {
      // Its list of controls ends before Organizations.
      if (control === 15) return undefined;
      const text = calls === undefined ? PUBLISHED[control] : publishedList(calls);
      return text === undefined ? undefined : [[text]];
    }
    case "prowler":
    case "steampipe":
      return calls === undefined ? MEANT[control] : [listed(calls, further), listed(calls, [])];
  }
}

/** What is published of the controls that list no calls. */
const PUBLISHED: Readonly<Record<number, string>> = {
  1: `{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}`,
  2: `{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }`,
  3: `{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}`,
  6: `{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}`,
};

const REFUSED = `($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")`;
const NOT_A_PROBE = `($.sourceIPAddress != "delivery.logs.amazonaws.com") && ($.eventName != "HeadBucket")`;

/** What Prowler and Steampipe take for the same controls, with what else the control means. */
const MEANT: Readonly<Record<number, readonly [AcceptedTexts, ...AcceptedTexts[]]>> = {
  1: [
    [
      `{ (${REFUSED} || ($.errorCode = "VpceAccessDenied") || ($.errorCode = "UnauthorizedException")) && ${NOT_A_PROBE} }`,
    ],
    [`{ (${REFUSED}) && ${NOT_A_PROBE} }`],
  ],
  2: [
    [
      `{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser" || $.userIdentity.type = "Root") && ($.responseElements.ConsoleLogin = "Success") && ($.eventSource = "signin.amazonaws.com") }`,
    ],
  ],
  3: [
    [
      `{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }`,
    ],
  ],
  6: [
    [
      `{ ($.eventSource = signin.amazonaws.com) && ($.eventName = ConsoleLogin) && (($.errorMessage = "Failed authentication") || ($.responseElements.ConsoleLogin = Failure)) }`,
    ],
  ],
};

/** The list as it is published, in Security Hub's spelling. */
function publishedList({ source, names, published }: ListedCalls): string {
  const list = names.map((name) => `($.eventName=${name})`).join(" || ");
  return published === "with source" ? `{($.eventSource=${source}) && (${list})}` : `{${list}}`;
}

/** The list with its source, and more names where there are any: in filters of their own where one is full. */
function listed(
  { source, names, later = [] }: ListedCalls,
  more: readonly string[],
): AcceptedTexts {
  const required = [...names, ...later];
  const text = (all: readonly string[]) =>
    `{ ($.eventSource = ${source}) && (${all.map((name) => `$.eventName = ${name}`).join(" || ")}) }`;
  const fits = (all: readonly string[]) => text(all).length <= PATTERN_LIMITS.length.value;
  const first = [...required];
  const rest: string[] = [];
  const others = more.filter((name) => !required.includes(name));
  for (const name of others)
    (fits([...first, name]) && rest.length === 0 ? first : rest).push(name);
  return rest.length === 0 ? [text(first)] : [text(first), text(rest)];
}
