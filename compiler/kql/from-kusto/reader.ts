import type { Span } from "../../core/source";
import type { BoundExpression, Table } from "../ast";
import type { Node, Syntax } from "./syntax";

/** What the parameters and the `let`s of a function's body stand for where it is called. */
export interface Frame {
  readonly scalars: Map<string, BoundExpression>;
  readonly tables: Map<string, Table>;
  /** The outermost call, in the query's own text; a function's body is the service's copy, elsewhere. */
  readonly at: Span;
  /** Calls that the outermost one has led to so far, itself included. */
  readonly calls: { count: number };
}

/** What the reader of one operator or expression reads the parts inside it with. */
export interface Reader {
  /** The call whose body is being read. @default - the query itself */
  readonly frame: Frame | undefined;
  readonly scalar: (node: Syntax | null) => BoundExpression;
  /** `given` is what a pipe without a source, as in `mv-apply`, begins with. */
  readonly table: (node: Syntax, given?: Table) => Table;
  /** The reader of the body that a call leads to. */
  readonly within: (frame: Frame) => Reader;
}

/** Where a node is written in the query. */
export function spanOf({ frame }: Reader, node: Node): Span {
  return frame?.at ?? { start: node.TextStart, end: node.End };
}
