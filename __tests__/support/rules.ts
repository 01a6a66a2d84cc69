/** YAML of a small rule for tests; keys can be replaced, or left out with `undefined`. */
export function ruleText(keys: Readonly<Record<string, unknown>> = {}): string {
  return `${JSON.stringify(ruleObject(keys))}\n`;
}

/** The same as an object. */
export function ruleObject(keys: Readonly<Record<string, unknown>> = {}) {
  return {
    title: "A trail was stopped",
    id: "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55",
    status: "test",
    description: "Somebody stopped a trail. What happens next goes unseen.",
    author: "Somebody",
    references: ["https://example.com/rules/trail-stopped.yml"],
    level: "high",
    tags: ["attack.defense-evasion", "attack.t1562.008"],
    logsource: { product: "aws", service: "cloudtrail" },
    detection: {
      selection: { eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging" },
      condition: "selection",
    },
    ...keys,
  };
}

/** A detection that a metric filter can only approximate. */
export const WIDER_DETECTION = {
  selection: { eventSource: "iam.amazonaws.com", eventName: "CreateAccessKey" },
  own: { "userIdentity.userName|fieldref": "responseElements.accessKey.userName" },
  condition: "selection and not own",
};
