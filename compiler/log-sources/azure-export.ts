import type { Field } from "./field";
import { all, closed, OPTIONAL_STRING, type Facts } from "./field-model";

/** Where the form of exported records comes from. */
export const EXPORT =
  "Azure Monitor, resource log schema (diagnostic settings); exported records of parser tests";

/** What a row of an exported record does not say: any member may be null or the empty text. */
export const USUAL: Omit<Field, "path"> = {
  ...OPTIONAL_STRING,
  nullable: true,
  empty: true,
  source: EXPORT,
};

/** A member that every record has, and that is never empty. */
export const ALWAYS: Facts = { presence: "always", nullable: false, empty: false };

/** A member that is absent where it has nothing to say. */
export const FILLED: Facts = { nullable: false, empty: false };

/**
 * The members at the root of a record that diagnostic settings export (to Event Hubs, storage or Log
 * Analytics); all else is under `properties`. `categories`: what tells the records of one log from those
 * of others.
 */
export function exportRows(...categories: readonly string[]): Readonly<Record<string, Facts>> {
  return {
    time: { ...ALWAYS, ascii: true },
    category: { ...ALWAYS, spelling: closed(...categories), ascii: true },
    ...all(FILLED, "resourceId", "operationName", "operationVersion", "tenantId", "correlationId"),
    ...all({}, "resultType", "resultSignature", "resultDescription", "callerIpAddress"),
    ...all({}, "identity", "location"),
    ...all({ type: "scalar" }, "level", "Level"),
    durationMs: { type: "number" },
    properties: { type: "object", empty: false },
  };
}

/** The root's members that records bear besides. */
export const MORE_ROOT: readonly string[] = [
  "resourceGroupName",
  "subscriptionId",
  "RoleLocation",
  "ReleaseVersion",
];
