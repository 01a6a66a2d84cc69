import { Construct } from "constructs";

import { policyMessages } from "../policy/messages";
import { POLICY_IDS } from "../policy/policies/policies";
import { LEVELS } from "../policy/policy";
import { report } from "./app/app-diagnostics";
import { validatePolicies } from "./app/validate-policies";
import { isMapOf, isText, TEXTS, type PropTypes } from "./props/prop-types";
import { validateProps } from "./props/validate-props";

/** A resource that a policy is not for. */
export interface PolicyException {
  /** Id of the policy, such as `alarm-without-action`. */
  readonly policy: string;
  /** Path of the construct, or address of the resource; `*` stands for any characters. */
  readonly resource: string;
  /** Why it is right as it is. */
  readonly reason: string;
}

export interface DetectionPoliciesProps {
  /**
   * How much a finding weighs, by the policy's id: `error` fails the synthesis, `warning` is an annotation,
   * `off` looks at nothing.
   * @default - each policy's own, as docs/policies.md lists it
   */
  readonly levels?: Record<string, "error" | "warning" | "off">;
  /**
   * Ids of policies that have to find something that they can judge.
   * @default - none
   */
  readonly required?: string[];
  /**
   * Resources that policies are not for.
   * @default - none
   */
  readonly exceptions?: PolicyException[];
}

const DETECTION_POLICIES_TYPES: PropTypes<DetectionPoliciesProps> = {
  levels: {
    allowed: "an object of `error`, `warning` or `off` by policy",
    fits: isMapOf((value) => LEVELS.some((level) => level === value)),
  },
  required: TEXTS,
  exceptions: {
    allowed: "a list of objects with the texts `policy`, `resource` and `reason`",
    fits: (value) => Array.isArray(value) && value.every(isException),
  },
};

const isException = isMapOf(isText);

/**
 * Holds what is synthesised to policies, whoever wrote it: alarms that tell nobody, topics whose key locks
 * them out, analytic rules with gaps. In a stack it looks at that stack, under the app at all stacks
 * together. Deploys nothing.
 */
export class DetectionPolicies extends Construct {
  constructor(scope: Construct, id: string, props: DetectionPoliciesProps = {}) {
    super(scope, id);
    if (!validateProps(this, props, DETECTION_POLICIES_TYPES)) return;
    const { levels = {}, required = [], exceptions = [] } = props;
    const named = [...Object.keys(levels), ...required, ...exceptions.map(policyOf)];
    const unknown = named.filter((each) => !POLICY_IDS.includes(each));
    for (const each of unknown) report(this, policyMessages.policyUnknown(each, POLICY_IDS));
    if (unknown.length > 0) return;
    validatePolicies(this, { levels, required, exceptions });
  }
}

function policyOf({ policy }: PolicyException): string {
  return policy;
}
