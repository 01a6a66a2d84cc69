import type { CodeTable } from "../../core/code";
import { error, quote, warning } from "../../core/message";

/** What is said about a rule's tests: 9xx, one function each; codes never change meaning. */
export const testMessages = {
  listForm: (found: string) =>
    error(
      "DET901",
      `tests are a list of \`{name, event, match}\` or \`{name, events, alert}\`, or \`base\` and \`tests\` that change it; found ${found}`,
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
  bothForms: (key: string) =>
    error(
      "DET902",
      `${quote(key)} is of a test with one event; this one has several, with their times`,
      key === "match" ? "write `alert`" : "write it in the list `events`",
    ),
  historyEvent: (found: string) =>
    error("DET902", `an event of \`events\` is \`{at, …}\`; found ${found}`, "write `- at: 0s`"),
  historyKey: (found: string, near: string | undefined) =>
    error(
      "DET902",
      `unknown key ${quote(found)} of an event of \`events\``,
      near === undefined
        ? `write \`set: {${found}: …}\`, or the whole event behind \`event\``
        : `write ${quote(near)}`,
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
  /** `counts`: whether the rule counts over a time, and alerts on several events. */
  noMatch: (counts: boolean) =>
    counts
      ? error("DET905", "no test has events that alert", "add a test with `alert: true`")
      : error("DET905", "no test has an event that matches", "add a test with `match: true`"),
  noNearMiss: (counts: boolean) =>
    counts
      ? error(
          "DET906",
          "no test has a near miss",
          "add a test with `alert: false` whose events nearly alert",
        )
      : error(
          "DET906",
          "no test has a near miss",
          "add a test with `match: false` that nearly matches",
        ),
  /** `contrast`: what was expected, and what was got. */
  failed: (engine: string, name: string, contrast: string, why: string) =>
    error("DET907", `${engine}: ${quote(name, Infinity)}: expected ${contrast}${why}`),
  broken: (engine: string, name: string, contrast: string, why: string) =>
    error("DET907", `${engine}: ${quote(name, Infinity)}: its verdict promises ${contrast}${why}`),
  /** What is not tested for want of a package must not pass for tested. */
  notInstalled: (engine: string, name: string, why: string) =>
    error(
      "DET909",
      `${engine}: ${quote(name, Infinity)} was not run: ${why}`,
      "install @kusto/language-service-next",
    ),
  notRun: (engine: string, name: string, why: string) =>
    warning("DET908", `${engine}: ${quote(name, Infinity)} was not run: ${why}`),
  misspeltField: (found: string, read: string) =>
    warning(
      "DET913",
      `the event has ${quote(found)}, and not ${quote(read)}, which the rule reads`,
      `write ${quote(read)}`,
    ),
} as const;

const MATCH = "- {name: it happens, match: true, event: {eventName: CreateUser}}";
const NEAR = "- {name: another call, match: false, event: {eventName: DeleteUser}}";

/** What the codes of tests mean. */
export const testCodes: CodeTable<typeof testMessages> = {
  DET901: { meaning: "A file of tests that is no list.", example: { tests: "name: it happens" } },
  DET902: {
    meaning: "A test without one of its keys, or with one of another form.",
    example: { tests: "- {name: it happens, event: {}}" },
    fix: "Write the key in the form that is allowed.",
  },
  DET903: { meaning: "Two tests of one name.", example: { tests: `${MATCH}\n${MATCH}` } },
  DET904: { meaning: "A rule without tests.", example: testMessages.noTests("rule.tests.yml") },
  DET905: { meaning: "A rule whose tests have no event that matches.", example: { tests: NEAR } },
  DET906: { meaning: "A rule whose tests have no near miss.", example: { tests: MATCH } },
  DET907: {
    meaning:
      "A test that failed: on the reference the rule or the test is wrong, on a target the compiler.",
    example: { tests: `${MATCH.replace("true", "false")}\n${NEAR}` },
    fix: "Correct the test, or the condition that the message and the result name.",
  },
  DET908: {
    meaning: "A test that was not run, because nothing here can run what is deployed.",
    example: testMessages.notRun("sentinel", "it happens", "join is not known"),
    fix: "Try the query in the workspace; write it with operators that are known here.",
  },
  DET909: {
    meaning: "A test that was not run, because a package that it needs is not installed.",
    example: testMessages.notInstalled(
      "sentinel",
      "it happens",
      "Kusto's language service is not installed",
    ),
  },
  DET910: {
    meaning: "A test that changes something that its `base` does not have.",
    example: {
      tests:
        "base: {eventName: CreateUser}\ntests:\n  - {name: it happens, match: true, unset: [errorCode]}",
    },
  },
  DET913: {
    meaning: "An event whose field differs by a letter from one that the rule reads.",
    example: { tests: `${MATCH}\n${NEAR.replace("eventName", "eventname")}` },
  },
};
