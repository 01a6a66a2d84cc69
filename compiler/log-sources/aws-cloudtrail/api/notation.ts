/**
 * What CloudTrail writes at a place, as the files of `data/` tell it:
 *
 *     s b n t     text (not written: `name` alone), boolean, number, time
 *     a           text, number or boolean
 *     d           any JSON
 *     ?           not known
 *     !           not known, but that what is called `items` is an array
 *     [T {T *T    an array, a map with free names, one or an array of several
 *     %T          an object around an array, as EC2 writes a list
 *     ~T          T, or a text in place of it
 *     (a b=T ...=T)   an object; `...`: its other members
 *     $Name       a shape that several places share
 */
export type Node =
  | { readonly kind: "leaf"; readonly type: Leaf }
  | { readonly kind: "unknown"; readonly items: boolean }
  | { readonly kind: "object"; readonly members: ReadonlyMap<string, Node>; readonly others?: Node }
  | { readonly kind: "map" | "list" | "either" | "set" | "textOr"; readonly of: Node }
  | { readonly kind: "shape"; readonly name: string };

export type Leaf = "s" | "b" | "n" | "t" | "a" | "d";

const WRAPPERS: Readonly<Record<string, "map" | "list" | "either" | "set" | "textOr">> = {
  ...{ "[": "list", "{": "map", "*": "either", "%": "set", "~": "textOr" },
};
const WORD = /[^ )=]*/y;
const TEXT: Node = { kind: "leaf", type: "s" };

/** The members that are written without parentheses, as a call's are. */
export function parseMembers(text: string): Node {
  return new Reader(text).members();
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  members(): Node {
    const members = new Map<string, Node>();
    let others: Node | undefined;
    while (this.at < this.text.length && this.text[this.at] !== ")") {
      const name = this.word();
      let type = TEXT;
      if (this.text[this.at] === "=") {
        this.at += 1;
        type = this.type();
      }
      if (name === "...") others = type;
      else if (name !== "") members.set(name, type);
      if (this.text[this.at] === " ") this.at += 1;
    }
    return { kind: "object", members, ...(others && { others }) };
  }

  private type(): Node {
    const sign = this.text[this.at] ?? "";
    this.at += 1;
    const wrapper = WRAPPERS[sign];
    if (wrapper !== undefined) return { kind: wrapper, of: this.type() };
    switch (sign) {
      case "(": {
        const object = this.members();
        this.at += 1;
        return object;
      }
      case "$":
        return { kind: "shape", name: this.word() };
      case "?":
        return { kind: "unknown", items: false };
      case "!":
        return { kind: "unknown", items: true };
      default:
        return { kind: "leaf", type: sign as Leaf };
    }
  }

  private word(): string {
    WORD.lastIndex = this.at;
    const [word = ""] = WORD.exec(this.text) ?? [];
    this.at += word.length;
    return word;
  }
}
