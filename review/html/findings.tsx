import { bySeverity, type Diagnostic } from "../../compiler/core/diagnostic";
import { count } from "../count";
import type { Allowance } from "../model";
import { Message, Section, Table } from "./parts";

/** What was found in reading rules, errors first, each with its place and the way out. */
export function Findings({ found }: { readonly found: readonly Diagnostic[] }) {
  if (found.length === 0) return null;
  const errors = found.filter(({ severity }) => severity === "error").length;
  const warnings = found.filter(({ severity }) => severity === "warning").length;
  return (
    <Section
      id="findings"
      title="Findings"
      note={`${count(errors, "error", "errors")}, ${count(warnings, "warning", "warnings")} from reading the rules.`}
    >
      <ul class="findings">
        {bySeverity(found).map((each) => (
          <li>
            <span class={`badge ${each.severity === "error" ? "v-unsupported" : "v-wider"}`}>
              {each.severity}
            </span>{" "}
            <Message text={each.message} />
            {each.fix === undefined ? null : (
              <>
                {". "}
                <span class="muted">Fix:</span> <Message text={each.fix} />
              </>
            )}
            <span class="place">
              {each.code} <code>{`${each.path}:${each.line}:${each.column}`}</code>
              {each.excerpt.trim() === "" ? null : (
                <>
                  {" · "}
                  <code>{each.excerpt.trim()}</code>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What the rule's file says not to report, and why. */
export function Allowances({ of }: { readonly of: readonly Allowance[] }) {
  if (of.length === 0) return null;
  return (
    <Section
      id="allowed"
      title="Allowed findings"
      note="Warnings that the rule's file says not to report."
    >
      <Table
        caption="Allowed findings"
        head={["Code", "Meaning", "Reason"]}
        rows={of.map(({ code, meaning, reason }) => [
          <code>{code}</code>,
          <Message text={meaning} />,
          reason,
        ])}
      />
    </Section>
  );
}
