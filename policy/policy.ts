import type { Declared } from "./declared";
import type { Resource } from "./resource";
import { isUnset, memberOf, type Value } from "./value";

/** How much a finding weighs. A policy that is off looks at nothing. */
export const LEVELS = ["error", "warning", "off"] as const;
export type Level = (typeof LEVELS)[number];

/** One thing that is asked of resources. The id is what people write, and never changes its meaning. */
export interface Policy {
  readonly id: string;
  /** What is found, as a sentence. */
  readonly meaning: string;
  /** Where nobody says otherwise. */
  readonly level: Level;
  /** Why it matters to whoever waits for alerts. */
  readonly why: string;
  /** The document that says so. */
  readonly source: string;
  /** What it looks at, in one word for one of them, and in the types of Terraform. */
  readonly noun: string;
  readonly types: readonly string[];
  /** Which of them, where not all. */
  readonly only?: string;
  readonly subjects: (declared: Declared) => readonly Resource[];
  readonly judge: (resource: Resource, declared: Declared) => Judgement;
  readonly fix: string;
}

export type Judgement =
  | { readonly kind: "fine" }
  | { readonly kind: "found"; readonly message: string; readonly at?: string }
  /** What decides it is known only when Terraform runs. */
  | { readonly kind: "unknown"; readonly at: string };

export const FINE: Judgement = { kind: "fine" };

/** `at`: the attribute that it is about, where it is written. */
export function found(message: string, at?: string): Judgement {
  return at === undefined ? { kind: "found", message } : { kind: "found", message, at };
}

export function unknown(at: string): Judgement {
  return { kind: "unknown", at };
}

/** The attribute of a resource. */
export function attribute({ values }: Resource, name: string): Value {
  return memberOf(values, name);
}

/**
 * Whether an argument says something. What refers to a resource or to data does; a variable may be null,
 * and is known only to a plan.
 */
export function whetherSet(resource: Resource, name: string): "set" | "unset" | "unknown" {
  const value = attribute(resource, name);
  if (isUnset(value)) return "unset";
  if (value.kind !== "unknown" || resource.isPlanned) return "set";
  const [head = "", , attributeOf] = value.steps ?? [];
  return head === "data" || (head.includes("_") && attributeOf !== undefined) ? "set" : "unknown";
}
