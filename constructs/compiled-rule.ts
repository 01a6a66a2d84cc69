import { Annotations } from "cdktf";
import type { Construct } from "constructs";
import { compile, type Outputs } from "../compiler/compile";
import { reportCredit } from "../compiler/description";
import { Diagnostics, formatDiagnostic } from "../compiler/diagnostic";
import type { Detection } from "../compiler/ir/detection";
import { loadRule, type RuleInput } from "../compiler/load-rule";
import { messages } from "../compiler/messages";
import { reportRefusal } from "../compiler/refusal";
import type { Compiled, Target } from "../compiler/verdict";

/** A rule that may be deployed: its id and its output are there. */
export interface Deployable<T extends Target> {
  readonly id: string;
  readonly detection: Detection;
  readonly compiled: Compiled<Outputs[T]>;
  readonly output: Outputs[T];
}

/** What the constructs of both clouds are told of a rule. */
export interface RuleProps {
  readonly rule: RuleInput | Detection;
  readonly accept?: "wider";
  readonly placeholders?: Record<string, string[]>;
  readonly regex?: boolean;
}

/**
 * Loads and compiles a construct's rule. What is wrong with it fails the synthesis, together with
 * what is wrong with all others; warnings and a `wider` verdict become annotations.
 */
export function compiledRule<T extends Target>(
  scope: Construct,
  target: T,
  { rule, accept, placeholders, regex }: RuleProps,
): Deployable<T> | undefined {
  const diagnostics = new Diagnostics();
  const detection = loadRule(rule, diagnostics, { placeholders });
  const compiled = detection && compile(detection, target, { accept, regex });
  if (detection && compiled) {
    reportRefusal(detection, compiled, diagnostics);
    reportCredit(detection, diagnostics);
    if (detection.id === undefined) {
      diagnostics.report(detection.source, detection.root.span, messages.idMissing());
    }
  }
  const errors = diagnostics.all.filter(({ severity }) => severity === "error");
  for (const warning of diagnostics.all.filter(({ severity }) => severity === "warning")) {
    Annotations.of(scope).addWarning(formatDiagnostic(warning));
  }
  if (errors.length > 0 || !detection?.id || !compiled?.output) {
    scope.node.addValidation({ validate: () => errors.map(formatDiagnostic) });
    return undefined;
  }
  if (compiled.verdict === "wider") {
    const dropped = compiled.reasons.map(({ message }) => `\n    not applied: ${message}`);
    Annotations.of(scope).addWarning(
      `${detection.title}: wider on ${target}: alerts on more than the rule says${dropped.join("")}`,
    );
  }
  return { id: detection.id, detection, compiled, output: compiled.output };
}
