import { AnnotationMetadataEntryType, Annotations, App, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";

import { Diagnostics, formatDiagnostic, type Message } from "../../compiler/core/diagnostic";
import {
  checkPolicies,
  unusedExceptions,
  type Checked,
  type PolicySettings,
} from "../../policy/check";
import { declaredBy } from "../../policy/declared";
import { policyMessages } from "../../policy/messages";
import { readTerraform } from "../../policy/read/read-terraform";
import { blindnessOf, findingOf } from "../../policy/report";
import { summaryLines } from "../../policy/summary";
import { diagnosticsOf, stackOf } from "./app-diagnostics";
import { formatMessage } from "./messages";

/** Has the stack that a construct stands in held to policies, or all of them, where it stands under the app. */
export function validatePolicies(policies: Construct, settings: PolicySettings): void {
  const stack = stackOf(policies);
  const { root } = policies.node;
  if (stack !== undefined) {
    policies.node.addValidation({ validate: () => held(policies, [stack], settings, annotate) });
  } else if (App.isApp(root)) {
    // CDKTF asks the app itself last, when aspects have visited every stack and annotations are gathered.
    const tell: Tell = (at, level, text) => gather(root, at, level, text);
    root.node.addValidation({
      validate: () => held(policies, stacksUnder(root), settings, tell),
    });
  }
}

const LEVELS = {
  warn: AnnotationMetadataEntryType.WARN,
  info: AnnotationMetadataEntryType.INFO,
} as const;

function stacksUnder(root: IConstruct): readonly TerraformStack[] {
  return root.node.findAll().filter((each) => TerraformStack.isStack(each));
}

/** Says something that does not fail the synthesis, at a construct. */
type Tell = (at: IConstruct, level: "warn" | "info", text: string) => void;

const annotate: Tell = (at, level, text) => {
  const annotations = Annotations.of(at);
  if (level === "warn") annotations.addWarning(text);
  else annotations.addInfo(text);
};

/** Into the manifest itself, which is still to be written; of a construct in no stack with the first. */
function gather(app: App, at: IConstruct, level: "warn" | "info", message: string): void {
  const stack = stackOf(at) ?? stacksUnder(app)[0];
  if (stack === undefined) return;
  const constructPath = at.node.path;
  app.manifest.forStack(stack).annotations.push({ constructPath, level: LEVELS[level], message });
}

/** What fails the synthesis of stacks; the rest is told. */
function held(
  policies: Construct,
  stacks: readonly TerraformStack[],
  settings: PolicySettings,
  tell: Tell,
): string[] {
  // Without resources of rules that are refused, policies would speak of what there is not.
  if (diagnosticsOf(policies).all().length > 0) return [];
  const diagnostics = new Diagnostics();
  const configurations = stacks.flatMap((stack) => {
    const text = JSON.stringify(stack.toTerraform());
    return readTerraform({ path: stack.node.path, text }, stack.node.path, diagnostics) ?? [];
  });
  if (diagnostics.hasErrors) return diagnostics.all.map(formatDiagnostic);
  const checked = checkPolicies(declaredBy(configurations), settings);
  const constructs = new Map(
    stacks.flatMap((stack) => stack.node.findAll()).map((each) => [each.node.path, each]),
  );
  const errors: string[] = [];
  const say = (message: Message, at: IConstruct = policies) => {
    if (message.severity === "error") errors.push(formatMessage(message));
    else tell(at, "warn", formatMessage(message));
  };
  for (const { message, path } of checked.flatMap(findingsOf)) say(message, constructs.get(path));
  for (const each of checked) {
    const blind = blindnessOf(each);
    if (blind !== undefined) say(blind);
  }
  for (const { policy, resource } of unusedExceptions(checked, settings)) {
    say(policyMessages.exceptionUnused(policy, resource));
  }
  tell(policies, "info", ["Policies:", ...summaryLines(checked)].join("\n    "));
  return errors;
}

/** What is found and not excused, by the construct that made it. */
function findingsOf(checked: Checked) {
  return checked.judged.flatMap((judged) => {
    const path = judged.resource.constructPath ?? judged.resource.address;
    const message = judged.exception === undefined ? findingOf(checked, judged, path) : undefined;
    return message === undefined ? [] : [{ message, path }];
  });
}
