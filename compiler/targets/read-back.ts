import type { Json } from "../core/json";
import type { Explanation } from "./explanation";

/** Whether an event matches; a promise where what evaluates the text answers with one. */
type EventMatcher = (event: Json) => boolean | Promise<boolean>;

/** A target's printed text, read back: what runs is what would be deployed. */
export type ReadBack =
  | {
      readonly kind: "ready";
      readonly matches: EventMatcher;
      /**
       * Of a rule that counts, what each of its leaves matches, in the order of `leavesOf`.
       * @default - the rule does not count, or the text does not tell them apart
       */
      readonly leaves?: readonly EventMatcher[];
      /**
       * Undefined of an event that more decides about than can be told at once.
       * @default - whether it matches is all there is to say
       */
      readonly explain?: (event: Json) => Explanation | undefined;
      /**
       * The texts one of which an event must have at a field to match; undefined where the text does
       * not say.
       * @default - not known of any field
       */
      readonly textsAt?: (field: string) => ReadonlySet<string> | undefined;
      /**
       * The paths that the text reads.
       * @default - not known
       */
      readonly reads?: readonly string[];
    }
  /** There is a text, but nothing here can run it. */
  | {
      readonly kind: "unreadable";
      readonly message: string;
      /** Whether it could be run with a package that is not installed. */
      readonly installable?: boolean;
    };
