import type { Source } from "../../compiler/core/source";
import { entryOf, type Node } from "../../compiler/load/node";

/** What says where a provider works; other settings, such as tags for all, do not. */
const IDENTITY = ["region", "allowed_account_ids", "profile", "assume_role"];

/**
 * A text that is the same for providers that work in the same account and Region, as far as their settings
 * tell; empty where they tell nothing, as in a module, which takes its caller's.
 */
export function placeText(settings: Node | undefined, { text }: Source): string {
  return IDENTITY.flatMap((key) => {
    const value = settings && entryOf(settings, key)?.value;
    return value === undefined ? [] : `${key} ${text.slice(value.span.start, value.span.end)}`;
  }).join("\n");
}
