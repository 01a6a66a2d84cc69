import type { Source, Span } from "../compiler/core/source";
import type { Members, Value } from "./value";

/** A resource that Terraform will have: plain data, wherever it was read. */
export interface Resource {
  readonly type: string;
  /** As Terraform writes it: `module.alarms["eu"].aws_sns_topic.pager[0]`. */
  readonly address: string;
  /** Type and name, as expressions of the same module call it. */
  readonly local: string;
  /** The same for all that is made in one account and Region, as far as providers tell; empty where they do not. */
  readonly place: string;
  /** The module in which its expressions are read. */
  readonly module: string;
  readonly values: Members;
  /** Whether Terraform has planned or made it, so that what can be known is known. */
  readonly isPlanned: boolean;
  /** What CDKTF wrote beside it. */
  readonly constructPath?: string;
  readonly source: Source;
  /** Where it stands. */
  readonly span: Span;
  /** Where its attributes stand, by name. */
  readonly places: ReadonlyMap<string, Span>;
}

/** What one file or folder declares. */
export interface Configuration {
  readonly resources: readonly Resource[];
  /** `locals`, by module and name. */
  readonly locals: ReadonlyMap<string, Value>;
  /** Modules whose resources stand elsewhere. */
  readonly modules: readonly Unread[];
}

/** Something that is called, and not read. */
export interface Unread {
  readonly name: string;
  readonly source: Source;
  readonly span: Span;
}

export function keyOf(module: string, name: string): string {
  return `${module}\u0000${name}`;
}
