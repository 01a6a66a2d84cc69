import { error, quote, warning } from "../core/message";
import type { Unknown } from "./from-kusto/unknown";

/** What is wrong with a hand-written query; one function each, codes never change meaning. */
export const queryMessages = {
  /** The service's own words, with its code. */
  wrong: (code: string, message: string) => error("DET640", `KQL: ${message} (${code})`),
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
