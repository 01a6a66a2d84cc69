import { foldCase } from "../core/fold-case";
import type { Shape } from "./shape";

/**
 * What the log source writes at one path. Every place where the clouds differ is decided from these
 * facts, and a test holds them against recorded events.
 */
export interface Field {
  /** Dotted JSON path in the event. */
  readonly path: string;
  readonly type: FieldType;
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
  /** Where the facts come from. */
  readonly source: string;
}

export type FieldType =
  | "string"
  | "boolean"
  | "number"
  /** Compares as its compact JSON text. */
  | "object"
  /** An array of objects; compares as its compact JSON text. */
  | "array"
  /** An array of scalars: a test holds if it holds for any element. */
  | "strings"
  /** A string, number or boolean: what an unlisted path is taken for. */
  | "scalar"
  /** A scalar on some calls, an object or array on others; only the scalar compares. */
  | "mixed";

export type Spelling =
  /** Anything, by anyone: a name that a user chose, a message. */
  | { readonly kind: "free" }
  /** Always lower case. */
  | { readonly kind: "lower" }
  /** An identifier of AWS's: a value of this shape is taken as spelled like AWS spells it. */
  | { readonly kind: "identifier"; readonly shape: RegExp; readonly example: string }
  /** One of these values, spelled like this. */
  | { readonly kind: "closed"; readonly values: readonly string[] };

/** A log source's fields: the rules of one Sigma `logsource` are compiled against one model. */
export interface FieldModel {
  /** The facts about `path`; of a path that is not listed, what is assumed of all those. */
  field(path: string): Field;
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

/** What the texts at a path can be: by its type and its vocabulary, else by its name. None: not known. */
export function shapesOf(path: string, model: FieldModel): readonly Shape[] {
  const { type, spelling, holds } = model.field(path);
  if (type === "object" || type === "array") return [{ kind: "container" }];
  if (type === "boolean") return [{ kind: "boolean" }, { kind: "word" }];
  if (type === "number") return [{ kind: "number" }];
  const named = model.shapes?.(path) ?? [];
  if (named.length > 0) return named;
  if (holds === "time") return [{ kind: "time" }];
  return spelling.kind === "closed" ? [{ kind: "word" }] : [];
}

/** Whether a number may stand at the field, also beside text. */
export function mayHoldNumber({ type }: Field): boolean {
  return type === "number" || type === "scalar" || type === "mixed";
}

/** The value as the field spells it: AWS's own spelling, where the field has one. */
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
