import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { isObject, member, type Json } from "../compiler/core/json";
import type { SetReview } from "./model";
import { pageOf } from "./page-of";

/** The data of all pages. The one that an earlier review wrote tells which files of a folder are a review's. */
export const DATA_FILE = "review.json";

/** What a rule's review is written to, seen from the review's folder. */
export function ruleFilesOf(key: string) {
  const markdown = `rules/${key}.md`;
  return { page: pageOf(key), markdown, armTemplate: `rules/${key}.arm.json` } as const;
}

/**
 * Removes what an earlier review wrote to a folder for rules that are not in this one. Files that no
 * review wrote stay.
 */
export function removeGone(folder: string, earlier: readonly string[], set: SetReview): void {
  const written = new Set(
    set.rules.flatMap(({ key, armTemplate }) => {
      const { page, markdown, armTemplate: template } = ruleFilesOf(key);
      return armTemplate === undefined ? [page, markdown] : [page, markdown, template];
    }),
  );
  const gone = earlier.flatMap((key) => Object.values(ruleFilesOf(key)));
  for (const path of gone.filter((each) => !written.has(each))) {
    rmSync(join(folder, path), { force: true });
  }
}

/** The rules that the last review in a folder was of, by the names of their files; none where there was none. */
export function earlierKeys(folder: string): readonly string[] {
  const text = textOf(join(folder, DATA_FILE));
  return text === undefined ? [] : keysIn(text).filter((key) => IS_FILE_NAME.test(key));
}

/** Somebody may have edited the file: nothing outside the folder is removed. */
const IS_FILE_NAME = /^[^/\\\0]+$/;

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // Not there, or no file: no review was written here.
    return undefined;
  }
}

function keysIn(text: string): readonly string[] {
  let data: Json;
  try {
    data = JSON.parse(text);
  } catch {
    // Cut off, or somebody else's: nothing is known of what a review wrote.
    return [];
  }
  const rules = isObject(data) ? member(data, "rules") : undefined;
  const keys = Array.isArray(rules) ? rules.map((rule: Json) => member(rule, "key")) : [];
  return keys.filter((key) => typeof key === "string");
}
