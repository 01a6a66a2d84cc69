import type { Diagnostic, Severity } from "../../compiler/core/diagnostic";
import { plural } from "../../compiler/core/message";
import type { Checked, Judged } from "../../policy/check";
import type { Policy } from "../../policy/policy";
import { POLICIES } from "../../policy/policies/policies";
import { blindnessOf, looksAt } from "../../policy/report";
import { summaryLines } from "../../policy/summary";
import { CODES } from "../codes";
import { junitSuites, unreadSuites, type Case, type Written } from "./junit-xml";

/** What is told of a policy, or of a code beside them. */
export function policyFacts(code: string) {
  const policy = POLICIES.find(({ id }) => id === code);
  if (policy === undefined) return CODES[code];
  return { meaning: `${policy.meaning} ${policy.why}`, fix: policy.fix };
}

/** What was found in all, and every policy in a line. */
export function checkedText(
  checked: readonly Checked[],
  found: readonly Diagnostic[],
  files: number,
): string {
  const count = (severity: Severity) => found.filter((each) => each.severity === severity).length;
  const excused = checked.flatMap(({ judged }) => judged.filter(({ exception }) => exception));
  const totals = [
    plural(files, "file"),
    `${checked.length} policies`,
    plural(count("error"), "error"),
    plural(count("warning"), "warning"),
    ...(excused.length === 0 ? [] : [`${excused.length} excused`]),
  ];
  return [totals.join(", "), ...summaryLines(checked)].join("\n");
}

/** The same for other programs. */
export function checkedJson({ policy, level, judged }: Checked) {
  return {
    id: policy.id,
    level,
    looksAt: policy.types,
    resources: judged.map(({ resource, judgement, exception }) => ({
      address: resource.address,
      path: resource.source.path,
      ...outcomeOf(judgement, exception?.reason),
    })),
  };
}

function outcomeOf(judgement: Judged["judgement"], reason: string | undefined) {
  switch (judgement.kind) {
    case "fine":
      return { outcome: "fine" };
    case "unknown":
      return { outcome: "unknown", attribute: judgement.at };
    case "found":
      return reason === undefined
        ? { outcome: "found", message: judgement.message }
        : { outcome: "excused", message: judgement.message, reason };
  }
}

/** A suite for each policy that is on, a case for each resource that it looked at. */
export function policyJunit(
  checked: readonly Checked[],
  unread: readonly Diagnostic[],
  failOn: Severity,
): string {
  const suites = checked.flatMap((each) => (each.level === "off" ? [] : [suiteOf(each, failOn)]));
  return junitSuites([...unreadSuites(unread), ...suites], "policy");
}

function suiteOf(checked: Checked, failOn: Severity): Written {
  const { policy, level, judged } = checked;
  const blind = blindnessOf(checked);
  const gate: readonly Case[] =
    blind === undefined
      ? []
      : [
          {
            name: "has looked at something",
            classname: `policy.${policy.id}`,
            ...told(blind.message, blind.severity === "error" || blind.severity === failOn),
          },
        ];
  return {
    name: policy.id,
    properties: [
      ["policy.level", level],
      ["policy.meaning", policy.meaning],
      ["policy.looks-at", looksAt(policy)],
    ],
    cases: [
      ...judged.map((each) => caseOf(policy, each, level === "error" || level === failOn)),
      ...gate,
    ],
  };
}

function caseOf(policy: Policy, { resource, judgement, exception }: Judged, fails: boolean): Case {
  const head = { name: resource.address, classname: `policy.${policy.id}` };
  switch (judgement.kind) {
    case "fine":
      return { ...head, kind: "passed" };
    case "unknown":
      return { ...head, ...told(`\`${judgement.at}\` is not known before Terraform runs`, false) };
    case "found":
      if (exception !== undefined)
        return { ...head, ...told(`excused: ${exception.reason}`, false) };
      return { ...head, ...told(`${judgement.message}. Fix: ${policy.fix}`, fails) };
  }
}

/** JUnit knows no warnings: what does not fail is shown as skipped. */
function told(message: string, fails: boolean) {
  return { kind: fails ? "failed" : "skipped", message } as const;
}
