import { isObject, member, type Json } from "../../../../../compiler/core/json";
import { foldCase } from "../../../../../compiler/core/fold-case";
import { givenCalls } from "../../../../../compiler/log-sources/aws-cloudtrail/api/by-call";
import { sourceOf } from "../../../../../compiler/log-sources/aws-cloudtrail/api/source";
import { CLOUDTRAIL } from "../../../../../compiler/log-sources/aws-cloudtrail/fields";
import { listed } from "../../../../../compiler/log-sources/calls";
import type { FieldModel } from "../../../../../compiler/log-sources/field";
import { hasType } from "../../claims";

export interface Findings {
  /** Paths of which the model says what they are, each time that one occurs in an event. */
  readonly agreeing: number;
  /** `call path: what the model says (what was found)` */
  readonly disagreeing: readonly string[];
  /** Paths of which nothing is known. */
  readonly unknown: readonly string[];
}

/** What the model of the call that an event records says of what is in the event, path by path. */
export function findingsOf(event: Json): Findings | undefined {
  const [source, name] = [member(event, "eventSource"), member(event, "eventName")];
  if (typeof source !== "string" || typeof name !== "string") return undefined;
  if (sourceOf(source)?.forms(name) === undefined) return undefined;
  const calls = [{ service: listed([foldCase(source)]), name: listed([foldCase(name)]) }];
  const model = givenCalls(CLOUDTRAIL, calls);
  const call = `${source.replace(".amazonaws.com", "")} ${name}`;
  const found = { agreeing: 0, disagreeing: [] as string[], unknown: [] as string[] };
  for (const place of ["requestParameters", "responseElements"]) {
    for (const [key, value] of Object.entries(objectOf(member(event, place)))) {
      judge(model, call, `${place}.${key}`, value, found);
    }
  }
  return found;
}

const objectOf = (value: Json | undefined) => (isObject(value) ? value : {});

function judge(
  model: FieldModel,
  call: string,
  path: string,
  value: Json,
  found: { agreeing: number; disagreeing: string[]; unknown: string[] },
): void {
  if (value === null) return;
  const field = model.field(path);
  if (field.type === "unknown" && field.many !== "many") found.unknown.push(`${call} ${path}`);
  else if (hasType(field, value)) found.agreeing += 1;
  else {
    const text = JSON.stringify(value).slice(0, 30);
    found.disagreeing.push(`${call} ${path}: ${field.type}, ${field.many} (${text})`);
  }
  for (const element of Array.isArray(value) ? (value as readonly Json[]) : [value]) {
    for (const [key, inner] of Object.entries(objectOf(element))) {
      // A key that holds a dot has no path.
      if (!key.includes(".")) judge(model, call, `${path}.${key}`, inner, found);
    }
  }
}
