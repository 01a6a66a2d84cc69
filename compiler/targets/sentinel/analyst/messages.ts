import { did, error, quote, warning } from "../../../message";
import { TABLE } from "../table";

/** What is wrong with a hand-written query; one function each, codes never change meaning. */
export const queryMessages = {
  /** The service's own words, with its code. */
  wrong: (code: string, message: string) => error("DET640", `KQL: ${message} (${code})`),
  suspicious: (code: string, message: string) => warning("DET641", `KQL: ${message} (${code})`),
  /** A misspelt table is an error; another table may be there in the workspace. */
  tableUnknown: (found: string) => {
    const fix = did(found, [TABLE]);
    return fix === undefined
      ? warning(
          "DET646",
          `the table ${quote(found)} is not known here: its columns are not checked`,
        )
      : error("DET640", `KQL: no table ${quote(found)}`, fix);
  },
  forbidden: (found: string) =>
    error("DET642", `${quote(found)} is forbidden in an analytic rule`, "name the tables"),
  tooLong: (length: number, max: number) =>
    error("DET643", `the query has ${length} characters; at most ${max} are allowed`),
  regex: (pattern: string, why: string) =>
    error("DET644", `${quote(pattern)} is not a regular expression of RE2: ${why}`),
  notChecked: (why: string) =>
    warning("DET645", `the query is not checked: ${why}`, "install @kusto/language-service-next"),
} as const;
