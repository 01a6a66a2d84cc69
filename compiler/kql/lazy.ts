/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports -- imports load at once, and these must not */

/**
 * What hand-written KQL needs, loaded with the first such query: thirty files that most rule sets never
 * ask for, at every start of an app or a command.
 */
export const lazyKql = {
  check: () => require("./check") as typeof import("./check"),
  lift: () => require("./lift/lift") as typeof import("./lift/lift"),
  run: () => require("./run") as typeof import("./run"),
};
