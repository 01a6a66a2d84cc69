/** What a service of AWS writes to a log group. */
export interface LogGroupFacts {
  /** Who writes the events, and where to, in words behind `which`. */
  readonly writer: string;
  /**
   * How the name of such a log group begins.
   * @default - it may have any
   */
  readonly nameStart?: string;
  /**
   * Whether its rules go to the log group that is named for no log source.
   * @default - they go to one that is named for this one, or to none
   */
  readonly isMain?: true;
  /**
   * Fields that a saved query of Logs Insights shows, beside those that the rule reads.
   * @default - those that an example tells
   */
  readonly shown?: readonly string[];
  /**
   * What a verdict on events in a log group rests on, whatever the rule asks.
   * @default - nothing
   */
  readonly assumes?: readonly string[];
  /**
   * What the writer leaves out: events with such a text at a path, or members of them.
   * @default - nothing is known to be left out
   */
  readonly leavesOut?: readonly LeftOut[];
}

/** Events that a writer leaves out, or writes without some of their members. */
export interface LeftOut {
  readonly path: string;
  readonly texts: readonly string[];
  /**
   * Objects of the event that are left out.
   * @default - the event is
   */
  readonly members?: readonly string[];
  /** Why, in a sentence behind a colon. */
  readonly why: string;
}
