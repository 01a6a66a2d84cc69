import type { Forms } from "./form-table";
import { written } from "./form-table";
import type { Member } from "./model";

/** Names and wrappers of one way to write XML as JSON. */
export interface XmlStyle {
  /** Distinguishes the shapes of one style from those of another. */
  readonly key: string;
  name(member: Member): string;
  /** What is called by the list's own name: its elements, or an object around them. */
  list(
    member: Member,
    list: { readonly element?: string; readonly flat?: boolean },
    of: string,
  ): string;
  /** Members that every object of a list has besides its own. */
  readonly inList?: string;
}

/**
 * XML as JSON: an element that occurs once is a value, several of one name are an array, an empty one
 * is the empty text; text that looks like a number or a boolean becomes one.
 */
export function xmlMembers(
  forms: Forms,
  members: readonly Member[],
  style: XmlStyle,
): readonly (readonly [string, string])[] {
  return members.map((member) => [style.name(member), memberType(forms, member, style)]);
}

function memberType(forms: Forms, member: Member, style: XmlStyle): string {
  const shape = forms.shape(member.of);
  if (shape.kind !== "list") return xmlType(forms, member.of, style);
  const flat = member.flat === true || shape.flat === true;
  return style.list(
    member,
    { ...(shape.element !== undefined && { element: shape.element }), flat },
    xmlType(forms, shape.of, style, style.inList).replace(/^~/, ""),
  );
}

function xmlType(forms: Forms, name: string, style: XmlStyle, more?: string): string {
  const shape = forms.shape(name);
  switch (shape.kind) {
    case "scalar":
      if (shape.type === "b" || shape.type === "n") return shape.type;
      if (shape.type === "t") return "s";
      if (more !== undefined) return `(content=a ${more})`;
      return shape.closed === true ? "s" : "a";
    case "list":
    case "map":
      return "?";
    case "object": {
      const key = `${name}${style.key}${more === undefined ? "" : "InList"}`;
      const inner = forms.object(key, () => {
        const text = written(xmlMembers(forms, shape.members, style));
        return more === undefined ? text : `${text} ${more}`.trim();
      });
      return `~${inner}`;
    }
  }
}
