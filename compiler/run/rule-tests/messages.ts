import { error, quote, warning } from "../../core/message";

/** What is said about a rule's tests: 9xx, one function each; codes never change meaning. */
export const testMessages = {
  listForm: (found: string) =>
    error(
      "DET901",
      `tests are a list of \`{name, event, match}\`, or \`base\` and \`tests\` that change it; found ${found}`,
      "begin with `- name: …`",
    ),
  testForm: (key: string, expected: string, found: string, fix?: string) =>
    error("DET902", `\`${key}\` of a test is ${expected}; found ${found}`, fix),
  unknownKey: (found: string, known: string) =>
    error(
      "DET902",
      `unknown key ${quote(found)} of a test; ${quote(known)} stands beside it`,
      `remove ${quote(found)}, or write its value behind ${quote(known)}`,
    ),
  notUnset: (path: string) =>
    error("DET910", `\`base\` has nothing at ${quote(path)} to unset`, "name a path of `base`"),
  notSet: (path: string) =>
    error(
      "DET910",
      `${quote(path)} cannot be set: what \`base\` has on the way is no object`,
      "set the object itself",
    ),
  duplicateName: (name: string) =>
    error(
      "DET903",
      `two tests are named ${quote(name, Infinity)}`,
      "give each a name that says what it shows",
    ),
  noTests: (path: string) =>
    error(
      "DET904",
      "the rule has no tests",
      `write ${quote(path, Infinity)} with an event that matches and a near miss`,
    ),
  noMatch: () =>
    error("DET905", "no test has an event that matches", "add a test with `match: true`"),
  noNearMiss: () =>
    error(
      "DET906",
      "no test has a near miss",
      "add a test with `match: false` that nearly matches",
    ),
  failed: (engine: string, name: string, expected: boolean, why: string) =>
    error(
      "DET907",
      `${engine}: ${quote(name, Infinity)}: expected ${expected ? "a match, got none" : "no match, got one"}${why}`,
    ),
  broken: (engine: string, name: string, promised: boolean, why: string) =>
    error(
      "DET907",
      `${engine}: ${quote(name, Infinity)}: its verdict promises ${promised ? "a match, got none" : "no match, got one"}${why}`,
    ),
  /** What is not tested for want of a package must not pass for tested. */
  notInstalled: (engine: string, name: string, why: string) =>
    error(
      "DET909",
      `${engine}: ${quote(name, Infinity)} was not run: ${why}`,
      "install @kusto/language-service-next",
    ),
  notRun: (engine: string, name: string, why: string) =>
    warning("DET908", `${engine}: ${quote(name, Infinity)} was not run: ${why}`),
} as const;
