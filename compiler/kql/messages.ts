import type { CodeTable } from "../core/code";
import { kql } from "../core/example";
import { error, quote, warning } from "../core/message";
import type { Unknown } from "./from-kusto/unknown";

/** What is wrong with a hand-written query; one function each, codes never change meaning. */
export const queryMessages = {
  /** The service's own words, with its code; `near` is the column that may be meant. */
  wrong: (code: string, message: string, near?: string) =>
    error("DET640", `KQL: ${message} (${code})`, near && `write ${quote(near)}`),
  suspicious: (code: string, message: string) => warning("DET641", `KQL: ${message} (${code})`),
  /** A slip is an error; any other name may be one of the workspace. */
  unknown: ({ kind, name, near }: Pick<Unknown, "kind" | "name" | "near">) => {
    if (near !== undefined) {
      return error("DET640", `KQL: no ${kind} ${quote(name)}`, `write ${quote(near)}`);
    }
    return kind === "table"
      ? warning("DET646", `the table ${quote(name)} is not known here: its columns are not checked`)
      : warning(
          "DET647",
          `the function ${quote(name)} is not known here: what it returns is not checked`,
        );
  },
  forbidden: (found: string) =>
    error("DET642", `${quote(found)} is forbidden in an analytic rule`, "name the tables"),
  tooLong: (length: number, max: number) =>
    error("DET643", `the query has ${length} characters; at most ${max} are allowed`),
  regex: (pattern: string, why: string) =>
    error("DET644", `${quote(pattern)} is not a regular expression of RE2: ${why}`),
  foldedComment: () =>
    error(
      "DET648",
      "YAML joins the lines of this query, and what follows `//` is a comment to its end",
      "write `query: |`, with the query on the lines below",
    ),
  notChecked: (why: string) =>
    warning("DET645", `the query is not checked: ${why}`, "install @kusto/language-service-next"),
} as const;

/** What the codes of hand-written queries mean. */
export const queryCodes: CodeTable<typeof queryMessages> = {
  DET640: {
    meaning: "KQL that Kusto's language service refuses.",
    example: kql('AWSCloudTrail\n| where EventNam == "CreateUser"'),
    fix: "Correct the query at the place that is shown.",
  },
  DET641: {
    meaning: "KQL that Kusto's language service has doubts about.",
    example: kql("AWSCloudTrail\n| summarize count(EventName)"),
    fix: "Look at the place that is shown; nothing has to be done if it is meant.",
  },
  DET642: { meaning: "KQL that an analytic rule may not hold.", example: kql("search *") },
  DET643: {
    meaning: "KQL that is longer than an analytic rule may have.",
    example: queryMessages.tooLong(12_000, 10_000),
    fix: "Divide the rule into several, or shorten its lists of values.",
  },
  DET644: {
    meaning: "A regular expression in KQL that is not one of RE2.",
    example: kql('AWSCloudTrail\n| where UserAgent matches regex "(a"'),
    fix: "Write an expression of RE2: no look-around, no back references.",
  },
  DET645: {
    meaning: "KQL that is not checked, because the language service is not installed.",
    example: queryMessages.notChecked("Kusto's language service is not installed"),
  },
  DET646: {
    meaning: "KQL over a table whose columns are not known here.",
    example: kql("StorageBlobLogs\n| where OperationName == 'DeleteBlob'"),
    fix: "Correct the name if it is not meant; else nothing has to be done.",
  },
  DET647: {
    meaning: "KQL that calls a function which is not known here.",
    example: kql("imDns(starttime=ago(1h))\n| summarize count() by SrcIpAddr"),
    fix: "Correct the name if it is not meant; else nothing has to be done.",
  },
  DET648: {
    meaning: "KQL whose lines YAML joins, so that a comment takes in the rest of the query.",
    example: kql(
      'AWSCloudTrail\n| where EventName == "CreateUser" // of any account\n| where isempty(ErrorCode)',
    ).replace("query: |", "query: >"),
  },
};
