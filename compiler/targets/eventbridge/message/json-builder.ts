import type { Json } from "../../../core/json";
import { call, choice, number, text, variable, type Jsonata, type Let } from "../jsonata/ast";
import { concat } from "./concat";

/** JSON that is put together when the event is there; nothing where it has none. */
export interface Made {
  readonly kind: "made";
  readonly json: Jsonata;
}

export type Member = readonly [name: string, value: Json | Made];

/**
 * Puts JSON together from texts: an object that JSONata makes is as deep as it has members. Each part is a
 * variable of its own, so that it is written once.
 */
export interface JsonBuilder {
  made(json: Jsonata): Made;
  /** A text as JSON, behind one that is known. */
  text(value: Jsonata, before?: string): Made;
  object(members: readonly Member[]): Made;
  list(items: readonly Made[]): Made;
  /** Something where a text is there. */
  where(value: Jsonata, made: Made): Made;
  lets(): readonly Let[];
}

export function jsonBuilder(): JsonBuilder {
  const lets: Let[] = [];

  function made(json: Jsonata): Made {
    const name = `part${lets.length}`;
    lets.push({ name, value: json });
    return { kind: "made", json: variable(name) };
  }

  /** Each is behind a comma, of which the first is none. */
  function row(open: string, parts: readonly Jsonata[], close: string): Made {
    const inside = call("substring", concat(parts), number(1));
    return made(concat([text(open), inside, text(close)]));
  }

  return {
    made,
    text: (value, before = "") =>
      made(
        choice(
          call("exists", value),
          call("quote", before === "" ? value : concat([text(before), value])),
        ),
      ),
    object: (members) =>
      row(
        "{",
        together(members.map(([name, value]) => part(`,${JSON.stringify(name)}:`, value))),
        "}",
      ),
    list: (items) => row("[", [text(""), ...items.map((each) => part(",", each))], "]"),
    where: (value, { json }) => made(choice(call("exists", value), json)),
    lets: () => lets,
  };
}

function part(before: string, value: Json | Made): Jsonata {
  if (!isMade(value)) return text(before + JSON.stringify(value));
  return choice(call("exists", value.json), concat([text(before), value.json]), text(""));
}

/** What is known is one text. */
function together(parts: readonly Jsonata[]): readonly Jsonata[] {
  const all: Jsonata[] = [];
  for (const each of parts) {
    const last = all.at(-1);
    if (each.kind === "text" && last?.kind === "text")
      all[all.length - 1] = text(last.value + each.value);
    else all.push(each);
  }
  return all;
}

function isMade(value: Json | Made): value is Made {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "made";
}
