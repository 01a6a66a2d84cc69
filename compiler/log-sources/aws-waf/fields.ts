import type { FieldModel } from "../field";
import { all, closed, OPTIONAL_STRING, shaped, tabulated } from "../field-model";

const ALWAYS = { presence: "always", nullable: false, empty: false } as const;
const OBJECTS = { type: "object", many: "many" } as const;

/** What AWS WAF writes of a request. */
export const WAF: FieldModel = {
  ...tabulated({
    rows: {
      timestamp: { ...ALWAYS, type: "number" },
      formatVersion: { type: "number", empty: false },
      webaclId: { ...ALWAYS, ascii: true },
      action: {
        ...ALWAYS,
        ascii: true,
        spelling: closed("ALLOW", "BLOCK", "COUNT", "CAPTCHA", "CHALLENGE"),
      },
      terminatingRuleId: ALWAYS,
      terminatingRuleType: {
        ascii: true,
        spelling: closed("REGULAR", "RATE_BASED", "GROUP", "MANAGED_RULE_GROUP"),
      },
      terminatingRuleMatchDetails: OBJECTS,
      ...all(
        {},
        "terminatingRuleMatchDetails.conditionType",
        "terminatingRuleMatchDetails.location",
        "terminatingRuleMatchDetails.sensitivityLevel",
      ),
      "terminatingRuleMatchDetails.matchedData": { many: "many" },
      httpSourceName: { ascii: true, spelling: shaped(/^[A-Z_]+$/, "ALB") },
      httpSourceId: {},
      httpRequest: { ...ALWAYS, type: "object" },
      "httpRequest.clientIp": { ...ALWAYS, ascii: true, holds: "address" },
      "httpRequest.country": { ascii: true, spelling: shaped(/^[A-Z]{2}$/, "DE") },
      ...all(
        {},
        "httpRequest.uri",
        "httpRequest.args",
        "httpRequest.httpMethod",
        "httpRequest.httpVersion",
        "httpRequest.requestId",
        "httpRequest.host",
        "httpRequest.fragment",
        "httpRequest.scheme",
      ),
      "httpRequest.headers": OBJECTS,
      ...all({}, "httpRequest.headers.name", "httpRequest.headers.value"),
      labels: OBJECTS,
      "labels.name": { empty: false },
      ...all(OBJECTS, "ruleGroupList", "rateBasedRuleList", "nonTerminatingMatchingRules"),
      ...all(
        {},
        "nonTerminatingMatchingRules.ruleId",
        "nonTerminatingMatchingRules.action",
        "rateBasedRuleList.rateBasedRuleName",
        "ruleGroupList.ruleGroupId",
      ),
      "ruleGroupList.terminatingRule": { type: "object" },
      ...all({}, "ruleGroupList.terminatingRule.ruleId", "ruleGroupList.terminatingRule.action"),
      ...all(
        OBJECTS,
        "ruleGroupList.nonTerminatingMatchingRules",
        "ruleGroupList.excludedRules",
        "requestHeadersInserted",
      ),
      ...all(
        {},
        "ruleGroupList.nonTerminatingMatchingRules.ruleId",
        "ruleGroupList.nonTerminatingMatchingRules.action",
        "ruleGroupList.excludedRules.ruleId",
        "ruleGroupList.excludedRules.exclusionType",
      ),
      oversizeFields: { many: "many" },
      ...all({ type: "object" }, "captchaResponse", "challengeResponse"),
      ...all(
        { type: "number", empty: false },
        "responseCodeSent",
        "requestBodySize",
        "requestBodySizeInspectedByWAF",
      ),
      ...all({ ascii: true }, "ja3Fingerprint", "ja4Fingerprint"),
    },
    usual: {
      ...OPTIONAL_STRING,
      nullable: true,
      empty: true,
      source: "AWS WAF developer guide, log fields; records of parser tests",
    },
  }),
  bounding: [
    "action",
    "terminatingRuleId",
    "httpRequest.clientIp",
    "httpRequest.uri",
    "labels.name",
  ],
};
