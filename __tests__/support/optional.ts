import { existsSync } from "node:fs";
import { resolve } from "node:path";

/**
 * Set (to anything) where every optional part must be present: a missing tool or data folder then
 * fails the run instead of being skipped. `.ci/run` sets it.
 */
const REQUIRE_ALL = "DETECTIONS_REQUIRE_ALL";

/** The folder of reference data that may lie beside the project; never inside it. */
export const SHARED_DATA = resolve(__dirname, "../../../shared/data");

/** The path of a file of the reference data, whether it is there or not. */
export function shared(path: string): string {
  return resolve(SHARED_DATA, path);
}

/** `describe`, where `available` holds; else one visibly skipped (or, where required, failed) test. */
export function describeIf(available: boolean, what: string, title: string, body: () => void) {
  if (available) return describe(title, body);
  return describe(title, () => {
    if (process.env[REQUIRE_ALL] !== undefined) {
      test(`needs ${what}`, () => {
        throw new Error(`${what} is missing and ${REQUIRE_ALL} is set`);
      });
    } else {
      console.warn(`SKIPPED: ${title}: needs ${what}`);
      test.skip(`needs ${what}`, () => undefined);
    }
  });
}

/** `describe` for tests over the reference data beside the project. */
export function describeWithShared(title: string, body: () => void) {
  describeIf(existsSync(SHARED_DATA), "../shared/data", title, body);
}
