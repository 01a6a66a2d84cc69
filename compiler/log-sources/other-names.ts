import { foldCase } from "../core/fold-case";
import { oncePer } from "../core/once-per";
import type { FieldModel } from "./field";
import type { SentinelTable } from "./sentinel-table";

/** How rules call the fields of a log source, beside their paths in the raw event. */
export interface OtherNames {
  /**
   * Names of other products, of portals and of rules, each with the path that is surely meant; members
   * behind such a name are members behind its path.
   * @default - there are none
   */
  readonly names?: Readonly<Record<string, string>>;
  /**
   * Objects of the event whose members rules name without them, and objects that collectors put around it.
   * @default - none
   */
  readonly leftOut?: readonly string[];
  readonly around?: readonly string[];
  /**
   * Names of what stands between two texts of a field, as the resource group in the id of a resource.
   * @default - there are none
   */
  readonly within?: Readonly<Record<string, Within>>;
  /**
   * Lists of named values, whose elements rules name as if they were members: `additionalDetails.AppId`.
   * @default - there are none
   */
  readonly pairs?: readonly Pairs[];
  /**
   * Names of rules that exist nowhere, each with what was probably meant, in words. They are read as they
   * stand: no event has them.
   * @default - of none is it known what was meant
   */
  readonly nowhere?: Readonly<Record<string, string>>;
}

/** What stands behind `before` in the field at `path`, up to the next `/`. */
export interface Within {
  readonly path: string;
  readonly before: string;
}

/** A list of objects, with the member of each that has its name, and the one that has its value. */
export interface Pairs {
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

/** What of a log source tells the fields by their names. */
interface Named {
  readonly fields: FieldModel;
  readonly otherNames?: OtherNames;
  readonly sentinel: {
    readonly tables: readonly SentinelTable[];
    readonly together?: readonly SentinelTable[];
  };
}

/** A field that a rule calls otherwise than the event does. */
export interface Renamed {
  readonly written: string;
  /** Its path in the raw event. */
  readonly path: string;
  /** What was written in place of the path. */
  readonly as: "name" | "column" | "case" | "part" | "envelope" | "element" | "within";
  /** Where in the field it stands, of a part of its text. */
  readonly within?: Within;
}

/**
 * What a field's name surely means, where it is no path of the event: another name of it, a column of a
 * table, a path in another case, or without the object that it lies in. Undefined where the name is a path,
 * or is not known to mean one.
 */
export function renamed(written: string, logSource: Named): Renamed | undefined {
  const found = renamedPath(written, logSource);
  const element = elementNamed(found?.path ?? written, logSource);
  return element === undefined ? found : { written, path: element, as: "element" };
}

/** The part of a field's text that a rule names as if it were a field; undefined where it names none. */
export function namedWithin(written: string, { otherNames }: Named): Renamed | undefined {
  const parts = otherNames?.within ?? {};
  const within = Object.hasOwn(parts, written) ? parts[written] : undefined;
  return within === undefined ? undefined : { written, path: within.path, as: "within", within };
}

/** The path to the element of a list of named values whose name stands as a member of the list. */
function elementNamed(path: string, { otherNames, fields }: Named): string | undefined {
  for (const { path: list, name, value } of otherNames?.pairs ?? []) {
    const element = path.startsWith(`${list}.`) ? path.slice(list.length + 1) : "";
    const [member = ""] = element.split(".");
    if (member === "" || fields.lists(`${list}.${member}`) || /[[\]=]/.test(element)) continue;
    return `${list}[${name}=${element}].${value}`;
  }
  return undefined;
}

function renamedPath(written: string, logSource: Named): Renamed | undefined {
  const { otherNames, fields } = logSource;
  if (otherNames === undefined || fields.lists(written)) return undefined;
  if (isNowhere(written, logSource)) return undefined;
  const spelled = spelling(fields);
  const found = ((): Omit<Renamed, "written"> | undefined => {
    const { names = {}, leftOut = [], around = [] } = otherNames;
    const name = prefixIn(written, Object.keys(names));
    if (name !== undefined) {
      return { path: (names[name] ?? name) + written.slice(name.length), as: "name" };
    }
    const envelope = prefixIn(written, around);
    if (envelope !== undefined && envelope !== written) {
      const inner = written.slice(envelope.length + 1);
      const path = spelled(inner) ?? renamed(inner, logSource)?.path;
      if (path !== undefined) return { path, as: "envelope" };
    }
    const column = columnPath(written, logSource, (name) => name);
    if (column !== undefined) return { path: spelled(column) ?? column, as: "column" };
    const own = spelled(written);
    const inner = leftOut.flatMap((outer) => spelled(`${outer}.${written}`, outer) ?? []);
    // A member of a text can only be that of an object of the same name.
    const isOwn = own !== undefined && (fields.lists(own) || !isOfText(own, fields));
    const part = inner.find((path) => fields.lists(path)) ?? (isOwn ? undefined : inner[0]);
    if (own !== undefined && (isOwn || part === undefined)) return { path: own, as: "case" };
    if (part !== undefined) return { path: part, as: "part" };
    const folded = columnPath(written, logSource, foldCase);
    return folded === undefined ? undefined : { path: spelled(folded) ?? folded, as: "column" };
  })();
  return found === undefined || found.path === written ? undefined : { written, ...found };
}

/** Whether rules are known to name a field so, and no event has it. */
export function isNowhere(
  field: string,
  { otherNames }: { readonly otherNames?: OtherNames },
): boolean {
  return Object.hasOwn(otherNames?.nowhere ?? {}, field);
}

/** Whether a path leads into what the model knows as a text. */
function isOfText(path: string, fields: FieldModel): boolean {
  const [first = "", ...rest] = path.split(".");
  return rest.length > 0 && fields.lists(first) && fields.field(first).type !== "object";
}

/** The longest of the names that a field's name is, or begins with. */
function prefixIn(written: string, names: readonly string[]): string | undefined {
  return names
    .filter((name) => written === name || written.startsWith(`${name}.`))
    .sort((one, other) => other.length - one.length)[0];
}

/** The path of what a column holds, and of members in it. `same`: what names are compared by. */
function columnPath(
  written: string,
  { sentinel }: Named,
  same: (name: string) => string,
): string | undefined {
  const [first = ""] = written.split(".");
  const { together = [] } = sentinel;
  for (const { columns } of [...together, ...sentinel.tables]) {
    for (const { name, holds } of columns) {
      if (holds.kind !== "value" && holds.kind !== "json") continue;
      if (same(name) === same(first)) return holds.path + written.slice(first.length);
    }
  }
  return undefined;
}

/**
 * Spells a path as events do: as far as its beginning is listed, in any case. Undefined where nothing of it
 * beyond `known` is.
 */
const spelling = oncePer((model: FieldModel) => {
  const byFold = new Map(model.paths.map((path) => [foldCase(path), path]));
  return (path: string, known = ""): string | undefined => {
    const steps = path.split(".");
    for (let count = steps.length; count > 0; count -= 1) {
      const begin = steps.slice(0, count).join(".");
      if (begin.length <= known.length) return undefined;
      const right = byFold.get(foldCase(begin));
      if (right === undefined) continue;
      return [right, ...steps.slice(count)].join(".");
    }
    return undefined;
  };
});
