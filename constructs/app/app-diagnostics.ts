import { Annotations, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";

import type { CompiledRule } from "../../compiler/compile";
import { Diagnostics, formatDiagnostic, type Message } from "../../compiler/core/diagnostic";
import type { ResolvedRule } from "../../compiler/ir/rule";
import { pageOf } from "../../review/page-of";
import type { DeployedResources, Problem } from "./deployed-resources";
import { formatMessage, shortList } from "./messages";
import { sharedProblems } from "./shared-problems";

/**
 * What the detections of one construct tree have in common: all that is wrong with any of them, and what
 * they share. CDKTF validates stack by stack and stops at the first that fails; here each stack's
 * validation knows of all, so that one run shows everything.
 */
export class AppDiagnostics {
  private readonly problems: Problem[] = [];
  private readonly validated = new Set<IConstruct>();
  public readonly deployed: DeployedResources = {
    cloudwatch: [],
    sentinel: [],
    eventbridge: [],
    logGroups: [],
    workspaces: [],
  };
  /** Rules that a cloud they were to go to has no log source for. */
  public readonly notApplicable: CompiledRule[] = [];
  /** What reading the rules found. */
  public readonly findings = new Diagnostics();
  /** Where the review pages are written, seen from the app's output; undefined where they are not. */
  public reviewFolder: string | undefined;

  /** Keeps what was found in reading rules, and reports what is wrong with them. */
  addDiagnostics(scope: Construct, diagnostics: Diagnostics): void {
    this.findings.addAll(diagnostics);
    this.addErrors(scope, diagnostics);
  }

  /** Reports what is wrong with a rule. */
  addErrors(scope: Construct, diagnostics: Diagnostics): void {
    for (const found of diagnostics.all) {
      if (found.severity === "error") this.add(scope, formatDiagnostic(found));
    }
  }

  /** Reports what is wrong with a construct's props. */
  report(scope: Construct, message: Message): void {
    this.add(scope, formatMessage(message));
  }

  /** The line of an annotation that points to a rule's page, where there is one. */
  reviewLink({ id }: ResolvedRule): string {
    const { reviewFolder } = this;
    const known = reviewFolder !== undefined && id !== undefined;
    return known ? `\n    review: ${reviewFolder}/${pageOf(id)}` : "";
  }

  /** Has the stack of a construct validated, or the app, where it stands in no stack. */
  validateStackOf(scope: Construct): void {
    const validated = stackOf(scope) ?? scope.node.root;
    if (this.validated.has(validated)) return;
    this.validated.add(validated);
    validated.node.addValidation({
      validate: () => this.all().map(({ scope: path, text }) => `${path}: ${text}`),
    });
  }

  /** Every problem, in the order that the constructs were made; the same text once, with all its places. */
  all(): readonly Problem[] {
    const scopes = new Map<string, Set<string>>();
    for (const { scope, text } of [...this.problems, ...sharedProblems(this.deployed)]) {
      scopes.set(text, (scopes.get(text) ?? new Set()).add(scope));
    }
    return [...scopes].map(([text, paths]) => ({ scope: shortList([...paths]), text }));
  }

  private add(scope: Construct, text: string): void {
    this.validateStackOf(scope);
    this.problems.push({ scope: scope.node.path, text });
  }
}

/** The stack that a construct stands in; undefined under the app itself. */
export function stackOf(scope: IConstruct): TerraformStack | undefined {
  return scope.node.scopes.find((each) => TerraformStack.isStack(each));
}

const APPS = new WeakMap<IConstruct, AppDiagnostics>();

/** The diagnostics of the app that a construct stands in. */
export function diagnosticsOf(scope: IConstruct): AppDiagnostics {
  const { root } = scope.node;
  const known = APPS.get(root);
  if (known !== undefined) return known;
  const diagnostics = new AppDiagnostics();
  APPS.set(root, diagnostics);
  return diagnostics;
}

/** Reports what is wrong with a construct's props. */
export function report(scope: Construct, message: Message): void {
  diagnosticsOf(scope).report(scope, message);
}

/** Errors fail the synthesis, warnings and notes are annotated. */
export function reportDiagnostics(scope: Construct, diagnostics: Diagnostics): void {
  diagnosticsOf(scope).addDiagnostics(scope, diagnostics);
  for (const found of diagnostics.all) {
    if (found.severity === "warning") Annotations.of(scope).addWarning(formatDiagnostic(found));
    if (found.severity === "note") Annotations.of(scope).addInfo(formatDiagnostic(found));
  }
}
