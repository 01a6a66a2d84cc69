import type { Message } from "../compiler/diagnostic";
import { did, error, list, quote } from "../compiler/message";

/** Every text about how constructs are used together, one function each; codes never change meaning. */
export const messages = {
  nothingToDeployTo: () =>
    error(
      "DET920",
      "neither `logGroupName` nor `workspaceId` is given",
      "give one of them, or both",
    ),
  tooManyActions: (prop: string, found: number, limit: number) =>
    error("DET921", `\`${prop}\` has ${found} actions; at most ${limit} a state`),
  nameNotAllowed: (prop: string, found: string, allowed: string) =>
    error("DET922", `\`${prop}\` is ${quote(found)}; allowed: ${allowed}`),
  tooManyTags: (found: number, limit: number) =>
    error("DET923", `\`tags\` has ${found} tags; at most ${limit} fit beside the detection's own`),
  ruleUnknown: (prop: string, found: string, known: readonly string[]) =>
    error(
      "DET924",
      `\`${prop}\`: no rule of the pack has the id ${quote(found)}`,
      did(found, known),
    ),
  valueUnknown: (prop: string, found: string, allowed: readonly string[]) =>
    error(
      "DET925",
      `\`${prop}\`: found ${quote(found)}; allowed: ${list(allowed)}`,
      did(found, allowed),
    ),
  pathUnknown: (prop: string, found: string) =>
    error("DET926", `\`${prop}\`: no rule file of the pack is, or lies under, ${quote(found)}`),
  noRules: (path: string) => error("DET927", `no rule files (*.yml, *.yaml) under ${quote(path)}`),
  nameTaken: (kind: string, name: string, others: readonly string[], ways: string) =>
    error("DET928", `the ${kind} ${quote(name, 120)} is also that of ${shortList(others)}`, ways),
  sameLogGroup: (name: string) =>
    error("DET929", `the log group ${quote(name)} is given twice`, "give each log group once"),
} as const;

/** Places that are named; a mistake in what a pack says of all its rules is found at each. */
const PLACES = 3;

export function shortList(places: readonly string[]): string {
  const more = places.length - PLACES;
  return [...places.slice(0, PLACES), ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

/** A message that has no place in a rule's file. */
export function formatMessage({ code, message, fix }: Message): string {
  return `${code} ${message}${fix === undefined ? "" : `\n    fix: ${fix}`}`;
}
