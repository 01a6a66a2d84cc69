import { oncePer } from "../../../core/once-per";
import type { Calls } from "../../calls";
import type { Field, FieldModel } from "../../field";
import { answerAt, membersAt, union, type Answer } from "./answer";
import { possibleCalls, type PossibleCall } from "./calls";
import type { CallForm } from "./source";

/** The two places that hold what a call sends and what it answers. */
const PLACES = ["requestParameters", "responseElements"] as const;
type Place = (typeof PLACES)[number];

/** What a failed call answers, and what EC2 and others answer besides. */
const EVERY_ANSWER: readonly string[] = ["message", "__type", "requestId", "requestID"];

/** Whether the path lies in what calls send or answer: of others the models tell nothing. */
export function isPlaced(path: string): boolean {
  return placed(path) !== undefined;
}

function placed(path: string): readonly [Place, readonly string[]] | undefined {
  const [first = "", ...steps] = path.split(".");
  const place = PLACES.find((each) => each === first);
  return place === undefined || steps.length === 0 ? undefined : [place, steps];
}

/** What is written at `path` of one call: nothing, or not known. */
function answerOf(
  { forms }: Pick<PossibleCall, "forms">,
  path: string,
): Answer | "nothing" | undefined {
  const at = placed(path);
  if (forms === undefined || at === undefined) return undefined;
  const [place, steps] = at;
  const answers = forms.flatMap((form) => answerAt(form.source, form[place], steps) ?? []);
  const found = union(answers);
  if (found !== undefined && found.type !== "unknown") return found;
  const [step = ""] = steps;
  const isText = place === "responseElements" && steps.length === 1 && EVERY_ANSWER.includes(step);
  if (isText) return { type: "string", many: "one" };
  return found ?? "nothing";
}

/** What the models tell of `path` where any of `calls` may be recorded; undefined where not all is known. */
function answerFor(calls: readonly PossibleCall[], path: string): Answer | undefined {
  const answers = calls.map((call) => answerOf(call, path));
  const known = answers.filter((answer) => answer !== undefined);
  return known.length < answers.length
    ? undefined
    : union(known.filter((answer) => answer !== "nothing"));
}

/** Which of `calls` can have the path, and which never do; those that nobody knows are in neither. */
export function callsWith(
  calls: readonly PossibleCall[],
  path: string,
): { readonly having: readonly PossibleCall[]; readonly lacking: readonly PossibleCall[] } {
  const of = (nothing: boolean) =>
    calls.filter((call) => {
      const answer = answerOf(call, path);
      return answer !== undefined && (answer === "nothing") === nothing;
    });
  return { having: of(false), lacking: of(true) };
}

/** Whether a call of these forms has one text or number at the path. */
export function hasScalar(forms: readonly CallForm[], path: string): boolean {
  const answer = answerOf({ forms }, path);
  if (answer === undefined || answer === "nothing" || answer.many !== "one") return false;
  return answer.type === "string" || answer.type === "number";
}

/** The names that may follow `path`, or `requestParameters` itself, in any of `calls`, sorted. */
export function membersOf(calls: readonly PossibleCall[], path: string): readonly string[] {
  const [first = "", ...steps] = path.split(".");
  const place = PLACES.find((each) => each === first);
  if (place === undefined) return [];
  const names = calls.flatMap(({ forms = [] }) =>
    forms.flatMap((form) => membersAt(form.source, form[place], steps)),
  );
  return [...new Set(names)].sort();
}

/** `base`, and what the models of AWS's APIs tell of the calls besides. What `base` asserts itself stands. */
export function givenCalls(base: FieldModel, calls: Calls): FieldModel {
  return modelsOf(base)(calls);
}

const modelsOf = oncePer((base: FieldModel) => oncePer((calls: Calls) => modelOf(base, calls)));

function modelOf(base: FieldModel, calls: Calls): FieldModel {
  const fields = new Map<string, Field | undefined>();
  const documented = (path: string): Field | undefined => {
    if (!isPlaced(path)) return undefined;
    const row = base.field(path);
    if (isOurs(row)) return undefined;
    const possible = possibleCalls(calls);
    if (possible === undefined) return undefined;
    const answer = answerFor(possible, path);
    if (answer === undefined) return undefined;
    const { type, many } = answer;
    if (type === "unknown" && many !== "many") return undefined;
    // What was seen may say more: whether an empty text occurs.
    if (type === row.type && many === row.many) return undefined;
    const scalar = type !== "object";
    return {
      ...row,
      ...{ type, many, nullable: true, empty: scalar || many !== "many" },
      ...{ ground: "documented", source: "AWS's model of the API" },
    };
  };
  const fieldOf = (path: string): Field | undefined => {
    if (!fields.has(path)) fields.set(path, documented(path));
    return fields.get(path);
  };
  return {
    ...base,
    field: (path) => fieldOf(path) ?? base.field(path),
    lists: (path) => base.lists(path) || fieldOf(path) !== undefined,
  };
}

/** A row that says more than what was seen of whatever calls. */
const isOurs = ({ ground, type }: Field): boolean =>
  ground !== "none" && ground !== "recorded" && type !== "unknown";
