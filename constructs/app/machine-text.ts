import type { Json, JsonObject } from "../../compiler/core/json";
import { terraformText } from "./terraform-text";

/** What of a definition Terraform may know later than the rule's text, and so resolves. */
const RESOLVED = new Set(["TopicArn", "Namespace"]);

/** A machine's definition as text that Terraform takes: what the rule says in it stays as it is. */
export function machineText(definition: JsonObject): string {
  return JSON.stringify(definition, (key, value: Json) =>
    typeof value === "string" && !RESOLVED.has(key) ? terraformText(value) : value,
  );
}
