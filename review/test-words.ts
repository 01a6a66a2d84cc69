import { plural } from "../compiler/core/message";
import type { TestOutcome } from "./model";

/** What a test says, or something found, in the words for what it asks. */
export function foundWords({ asks }: Pick<TestOutcome, "asks">, found: boolean | number): string {
  switch (asks) {
    case "match":
      return found ? "match" : "no match";
    case "count":
      return found ? "counts" : "does not count";
    case "alert":
      if (found === true) return "alert";
      return Number(found) === 0 ? "no alert" : plural(Number(found), "alert");
  }
}
