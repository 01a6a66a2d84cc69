import { foldCase } from "../core/fold-case";
import type { Calls } from "./calls";
import type { Shape } from "./shape";

/**
 * What the log source writes at one path. Every place where the clouds differ is decided from these
 * facts, and a test holds them against recorded events.
 */
export interface Field {
  /** Dotted JSON path in the event. */
  readonly path: string;
  readonly type: FieldType;
  /** Whether it is one value of the type, an array of such, or either: one in place of an array of one. */
  readonly many: "one" | "many" | "either";
  /** Whether every event has the path. A path that is not `always` there may be missing. */
  readonly presence: "always" | "optional";
  /** Whether JSON null occurs at the path. */
  readonly nullable: boolean;
  /** Whether the empty string occurs at the path. */
  readonly empty: boolean;
  readonly spelling: Spelling;
  /**
   * What every text at the path is: an IP address or else a name that does not begin like one, or a
   * time in ISO 8601 with `Z`.
   * @default - any text
   */
  readonly holds?: "address" | "time";
  /** Whether only ASCII occurs, so that every way of folding case agrees. */
  readonly ascii: boolean;
  /** What the facts rest on: a document of the vendor's, recorded events, our reading of either. */
  readonly ground: "documented" | "recorded" | "asserted" | "none";
  /** Where the facts come from. */
  readonly source: string;
}

export type FieldType =
  | "string"
  | "boolean"
  | "number"
  /** A string, number or boolean. */
  | "scalar"
  /** An object, or a map, whose names are free; compares as its compact JSON text. */
  | "object"
  /** A scalar on some calls, an object on others; only the scalar compares. */
  | "mixed"
  /** Nothing is known; only a scalar compares. */
  | "unknown";

export type Spelling =
  /** Anything, by anyone: a name that a user chose, a message. */
  | { readonly kind: "free" }
  /** Always lower case. */
  | { readonly kind: "lower" }
  /** An identifier of the vendor's: a value of this shape is taken as spelled like the vendor spells it. */
  | { readonly kind: "identifier"; readonly shape: RegExp; readonly example: string }
  /** One of these values, spelled like this. */
  | { readonly kind: "closed"; readonly values: readonly string[] };

/** A log source's fields: the rules of one Sigma `logsource` are compiled against one model. */
export interface FieldModel {
  /** The facts about `path`; of a path that is not listed, what is assumed of all those. */
  field(path: string): Field;
  /** What depends on the call that an event records. @default - nothing */
  readonly byCall?: ModelByCall;
  /** Whether the facts are known, not assumed. */
  lists(path: string): boolean;
  readonly paths: readonly string[];
  /** What the texts at `path` can be, by its name alone. @default - nothing is known */
  shapes?(path: string): readonly Shape[];
  /** Objects all of whose members have known names, by path; `""` is the event itself. */
  readonly members?: ReadonlyMap<string, readonly string[]>;
  /**
   * The fields that bound a rule: one that says nothing of any of them speaks of every event there
   * is, which is more than an approximation may do.
   */
  readonly bounding: readonly string[];
}

/** The field of the service that was called, such as `iam.amazonaws.com`, and that of the operation. */
export interface CallPaths {
  readonly service: string;
  readonly name: string;
}

/** What is known of some calls and not of all. */
export interface ModelByCall extends CallPaths {
  /** What is known of these calls. */
  given(calls: Calls): FieldModel;
}

/** What the texts at a path can be: by its type and its vocabulary, else by its name. None: not known. */
export function shapesOf(path: string, model: FieldModel): readonly Shape[] {
  const { type, spelling, holds } = model.field(path);
  if (type === "object") return [{ kind: "container" }];
  if (type === "boolean") return [{ kind: "boolean" }, { kind: "word" }];
  if (type === "number") return [{ kind: "number" }];
  const named = model.shapes?.(path) ?? [];
  if (named.length > 0) return named;
  if (holds === "time") return [{ kind: "time" }];
  return spelling.kind === "closed" ? [{ kind: "word" }] : [];
}

/** Whether a number may stand at the field, also beside text. */
export function mayHoldNumber({ type }: Field): boolean {
  return type === "number" || mayHoldBoolean({ type });
}

/** Whether a boolean may stand at the field among other things. */
export function mayHoldBoolean({ type }: Pick<Field, "type">): boolean {
  return type === "scalar" || type === "mixed" || type === "unknown";
}

/** The first array on the way to a path, itself not counted; undefined where the model knows of none. */
export function arrayOnTheWay(path: string, model: FieldModel): string | undefined {
  const steps = path.split(".");
  return steps
    .slice(0, -1)
    .map((_, index) => steps.slice(0, index + 1).join("."))
    .find((prefix) => isArray(model.field(prefix)));
}

/** Whether an array is known to stand there, if not always. */
export function isArray({ type, many }: Field): boolean {
  return many === "many" || (many === "either" && type !== "unknown" && type !== "mixed");
}

/** The value as the field spells it: the vendor's own spelling, where the field has one. */
export function canonicalSpelling(field: Field, value: string): string | undefined {
  const { spelling } = field;
  const folded = foldCase(value);
  switch (spelling.kind) {
    case "free":
      return undefined;
    case "lower":
      return folded;
    case "identifier":
      return spelling.shape.test(value) ? value : undefined;
    case "closed":
      return spelling.values.find((each) => foldCase(each) === folded);
  }
}

/** The paths that do occur where `path` does not, if the model knows all of them. */
export function neverOccurs(path: string, model: FieldModel): readonly string[] | undefined {
  if (model.members === undefined || model.lists(path)) return undefined;
  const steps = path.split(".");
  for (const [index, step] of steps.entries()) {
    const parent = steps.slice(0, index).join(".");
    const members = model.members.get(parent);
    if (members === undefined) return undefined;
    if (members.includes(step)) continue;
    const [before, after] = [steps.slice(0, index), steps.slice(index + 1)];
    return members.map((member) => [...before, member, ...after].join("."));
  }
  return undefined;
}
