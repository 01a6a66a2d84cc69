import { foldCase } from "../../../core/fold-case";
import { oncePer } from "../../../core/once-per";
import { includesText, type CallChoice, type Calls, type Texts } from "../../calls";
import { otherEvents, OTHER_SOURCES } from "./events";
import { modelledNames, modelledSources, sourceOf, type CallForm } from "./source";

/** A call, or another event, that may be recorded. */
export interface PossibleCall {
  /** `kms.amazonaws.com` */
  readonly source: string;
  readonly name: string;
  /** What it holds; undefined where no model tells. */
  readonly forms?: readonly CallForm[];
}

/** More sources than these are not looked into: their models take longer to read than they tell. */
const MOST_SOURCES = 60;

const EVERY_SOURCE: () => readonly string[] = once(() => [
  ...new Set([...modelledSources(), ...OTHER_SOURCES]),
]);

/**
 * The calls that can be recorded, those that nobody knows of among them; undefined where they are any,
 * or too many to tell apart.
 */
export const possibleCalls = oncePer((choices: Calls): readonly PossibleCall[] | undefined => {
  const found = new Map<string, PossibleCall>();
  for (const choice of choices) {
    const chosen = callsOfChoice(choice);
    if (chosen === undefined) return undefined;
    for (const call of chosen) found.set(`${call.source} ${call.name}`, call);
  }
  return [...found.values()];
});

function callsOfChoice({ service, name }: CallChoice): readonly PossibleCall[] | undefined {
  if (service === undefined && name === undefined) return undefined;
  const sources = service === undefined ? sourcesNaming(name!) : sourcesIn(service);
  if (sources.length > MOST_SOURCES) return undefined;
  if (sources.length === 0) return [nobodyKnows(service, name)];
  return sources.flatMap((source) =>
    name?.kind === "listed"
      ? callsNamed(name.texts, source, service !== undefined)
      : callsOfSource(source, name),
  );
}

/**
 * The calls of these names; where `source` itself is asked for, those too that are not known of it, but for
 * operations whose events bear another name.
 */
function callsNamed(
  folded: readonly string[],
  source: string,
  isAsked: boolean,
): readonly PossibleCall[] {
  const names = foldedNames(source);
  const call = callIn(source);
  return folded.flatMap((text) => {
    const name = names.get(text);
    if (name !== undefined) return call(name);
    return isAsked && trueName(source, text) === undefined ? { source, name: text } : [];
  });
}

/** What the models have of `source`; events that have none hold nothing of what calls hold. */
function callsOfSource(source: string, name: Texts | undefined): readonly PossibleCall[] {
  const names = name === undefined ? eventNames(source) : namesIn(source, name);
  const modelled = names.map(callIn(source)).filter(({ forms }) => forms !== undefined);
  return modelled.length > 0 ? modelled : [{ source, name: oneOf(name) }];
}

const nobodyKnows = (service: Texts | undefined, name: Texts | undefined): PossibleCall => ({
  source: oneOf(service),
  name: oneOf(name),
});

const oneOf = (texts: Texts | undefined): string =>
  texts?.kind === "listed" ? texts.texts.join(" ") : (texts?.key ?? "");

function sourcesNaming(name: Texts): readonly string[] {
  return name.kind === "listed"
    ? [...new Set(name.texts.flatMap(sourcesWith))]
    : EVERY_SOURCE().filter((source) => includesAny(source, name));
}

function sourcesIn(service: Texts): readonly string[] {
  if (service.kind === "listed") return service.texts.filter((text) => text !== "");
  return EVERY_SOURCE().filter((source) => service.fits(source));
}

const namesIn = (source: string, name: Texts): readonly string[] =>
  [...foldedNames(source)].flatMap(([folded, each]) => (includesText(name, folded) ? [each] : []));

function includesAny(source: string, name: Texts): boolean {
  for (const folded of foldedNames(source).keys()) if (includesText(name, folded)) return true;
  return false;
}

function callIn(source: string): (name: string) => PossibleCall {
  const model = sourceOf(source);
  return (name) => {
    const forms = model?.forms(name);
    return { source, name, ...(forms && { forms }) };
  };
}

/** Every event name that is known of `source`, in AWS's spelling. */
export function eventNames(source: string): readonly string[] {
  return [...foldedNames(source).values()];
}

const namesOf = new Map<string, ReadonlyMap<string, string>>();

/** The names that are known of `source`, by what they are in small letters. */
function foldedNames(source: string): ReadonlyMap<string, string> {
  let found = namesOf.get(source);
  if (found === undefined) {
    const list = [modelledNames(source), ...otherEvents(source).keys()].join(" ").trim();
    const folded = foldCase(list).split(" ");
    const names = list === "" ? [] : list.split(" ");
    found = new Map(names.map((name, at) => [folded[at]!, name]));
    namesOf.set(source, found);
  }
  return found;
}

/** Whether CloudTrail records events of `source`, as far as is known. */
export function isSource(source: string): boolean {
  return foldedNames(foldCase(source)).size > 0;
}

/** Whether `source` is known to write events of this name. */
export function hasEvent(source: string, name: string): boolean {
  return foldedNames(foldCase(source)).has(foldCase(name));
}

/** The name of the events of an operation that is written under another; undefined where there is none. */
export function trueName(source: string, operation: string): string | undefined {
  const renamed = Object.entries(sourceOf(source)?.renamed ?? {});
  const wanted = foldCase(operation);
  return renamed.find(([name]) => foldCase(name) === wanted)?.[1];
}

/** The sources that are known to write events of this name. */
export function sourcesWith(name: string): readonly string[] {
  return SOURCES_BY_NAME().get(foldCase(name)) ?? [];
}

/** By the name in small letters. */
const SOURCES_BY_NAME = once((): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const source of EVERY_SOURCE()) {
    for (const name of foldedNames(source).keys()) {
      const others = found.get(name);
      if (others === undefined) found.set(name, [source]);
      else others.push(source);
    }
  }
  return found;
});

/** Every event source that is known. */
export const eventSources = (): readonly string[] => EVERY_SOURCE();

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
