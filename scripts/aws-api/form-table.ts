import { EXCEPTIONS } from "./exceptions";
import type { Member, Model, ModelShape } from "./model";

/** Named shapes of one service in the notation of `compiler/log-sources/aws-cloudtrail/api/notation.ts`. */
export class Forms {
  readonly texts = new Map<string, string>();

  constructor(readonly model: Model) {}

  /** The type of an object that `write` tells, by reference: it may hold itself. */
  object(key: string, write: () => string): string {
    if (!this.texts.has(key)) {
      this.texts.set(key, "");
      this.texts.set(key, write());
    }
    return `$${key}`;
  }

  shape(name: string): ModelShape {
    const shape = this.model.shapes.get(name);
    if (shape === undefined) throw new Error(`${this.model.service} has no shape ${name}`);
    return shape;
  }

  /** What is known of a shape besides its model. */
  exceptions(name: string | undefined): readonly (readonly [string, string])[] {
    return Object.entries(EXCEPTIONS[`${this.model.service} ${name ?? ""}`] ?? {});
  }

  members(name: string | undefined): readonly Member[] {
    const shape = name === undefined ? undefined : this.shape(name);
    return shape?.kind === "object" ? shape.members : [];
  }
}

export const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** The members of an object, by name; of a name that occurs twice, what stands first. */
export function written(members: readonly (readonly [name: string, type: string])[]): string {
  return [...new Map([...members].reverse())]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, type]) => (type === "" || type === "s" ? name : `${name}=${type}`))
    .join(" ");
}
