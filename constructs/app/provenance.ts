import { TerraformStack, type TerraformElement, type TerraformResource } from "cdktf";

import { FRAMEWORKS } from "../../compiler/controls/frameworks";
import { controlGroups, controlsOf } from "../../compiler/controls/controls";
import type { ResolvedRule } from "../../compiler/ir/rule";
import { levelOf } from "../../compiler/rule/level";
import { ALARM_LIMITS } from "../../compiler/targets/cloudwatch/limits";
import { techniquesWritten } from "../../compiler/targets/sentinel/rule/rule-object";
import { portablePath } from "../../review/portable-paths";
import { terraformText } from "./terraform-text";

/**
 * Gives a resource a name that Terraform accepts, and the rule that it comes from in the comment that
 * Terraform's JSON has room for.
 */
export function withProvenance<T extends TerraformResource>(
  { id, source }: ResolvedRule,
  resource: T,
): T {
  nameForTerraform(resource);
  // Terraform reads no comments, but CDKTF resolves what looks like a token in them.
  resource.addOverride("//.detection", { id, rule: terraformText(portablePath(source.path)) });
  return resource;
}

/**
 * CDKTF makes a resource's name of the construct ids on the way, and the natural id of a detection is its
 * rule's UUID, which may begin with a digit.
 */
function nameForTerraform(element: TerraformElement): void {
  const stack = TerraformStack.of(element);
  const first = element.node.scopes[stack.node.scopes.length]?.node.id ?? "";
  if (/^[A-Za-z_]/.test(first) && !HIDDEN.includes(first)) return;
  // Not `friendlyUniqueId`: once it is read, an override no longer counts.
  const name = stack.getLogicalId(element);
  if (/^[0-9-]/.test(name)) element.overrideLogicalId(`rule-${name}`);
}

/** Construct ids that CDKTF leaves out of names. */
const HIDDEN = ["Default", "Resource"];

/** Tags that a construct's users may add, so that the detection's own fit too. */
export const OWN_TAGS_MAX = ALARM_LIMITS.tags.value - 10;

/** What a tag's value may hold (AWS, "Tag naming limits and requirements"): 256 of these characters. */
const NOT_IN_TAGS = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu;
const TAG_CHARS = 256;

/** Tags that say which rule an alarm is. */
export function detectionTags(detection: ResolvedRule): Record<string, string> {
  const { document } = detection;
  const version = document.version ?? document["modified"] ?? document["date"] ?? "";
  const values = {
    "detection:rule-id": detection.id,
    "detection:level": levelOf(document),
    "detection:techniques": techniquesIn(detection),
    "detection:controls": controlsIn(detection),
    // In Sentinel's own rules the dates are anything.
    "detection:version": typeof version === "object" ? "" : String(version),
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined || value === ""
        ? []
        : [[key, [...value.replace(NOT_IN_TAGS, "_")].slice(0, TAG_CHARS).join("")]],
    ),
  );
}

function techniquesIn({ document }: ResolvedRule): string {
  return wholeWords(techniquesWritten(document));
}

/** Controls by the keys of their frameworks: `cis-aws-1.3-5.0:4.4 security-hub:CloudWatch.4`. */
function controlsIn({ document }: ResolvedRule): string {
  return wholeWords(
    controlGroups(controlsOf(document.controls)).flatMap(({ first, last, ids }) => {
      const to = first === last ? "" : `-${FRAMEWORKS[last].version ?? ""}`;
      return ids.map((id) => `${first}${to}:${id}`);
    }),
  );
}

/** Words with blanks between them, as many as a tag's value has room for. */
function wholeWords(words: readonly string[]): string {
  const text = words.join(" ");
  return text.length <= TAG_CHARS ? text : text.slice(0, TAG_CHARS + 1).replace(/ \S*$/, "");
}
