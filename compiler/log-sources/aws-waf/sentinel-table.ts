import {
  constant,
  dynamics,
  PLATFORM,
  unknowns,
  value,
  values,
  type SentinelTable,
} from "../sentinel-table";

/**
 * Names and types: Azure Monitor table reference. Paths: the names of the record's members, of which the
 * columns' are made; the connector's own transformation is not published.
 */
export const WAF_TABLE: SentinelTable = {
  name: "AWSWAF",
  columns: [
    value("TimeGenerated", "datetime", "timestamp"),
    ...values("string", {
      Action: "action",
      TerminatingRuleId: "terminatingRuleId",
      TerminatingRuleType: "terminatingRuleType",
      ClientIp: "httpRequest.clientIp",
      Country: "httpRequest.country",
      Uri: "httpRequest.uri",
      Args: "httpRequest.args",
      HttpMethod: "httpRequest.httpMethod",
      HttpVersion: "httpRequest.httpVersion",
      RequestId: "httpRequest.requestId",
      HttpSourceId: "httpSourceId",
      HttpSourceName: "httpSourceName",
      WebAclId: "webaclId",
      FormatVersion: "formatVersion",
      Ja3Fingerprint: "ja3Fingerprint",
    }),
    value("ResponseCodeSent", "int", "responseCodeSent"),
    ...dynamics({
      Headers: "httpRequest.headers",
      HttpRequest: "httpRequest",
      Labels: "labels",
      NonTerminatingMatchingRules: "nonTerminatingMatchingRules",
      RateBasedRuleList: "rateBasedRuleList",
      RuleGroupList: "ruleGroupList",
      TerminatingRuleMatchDetails: "terminatingRuleMatchDetails",
      RequestHeadersInserted: "requestHeadersInserted",
      OversizeFields: "oversizeFields",
      CaptchaResponse: "captchaResponse",
      ChallengeResponse: "challengeResponse",
    }),
    constant("Type", "AWSWAF"),
    // Of the record they are members of the elements of `ruleGroupList`: of which, nothing says.
    ...unknowns("dynamic", "ExcludedRules", "TerminatingRule"),
    ...unknowns("string", "RuleGroupId"),
    ...PLATFORM,
  ],
  indexed: ["Action", "TerminatingRuleId"],
  computed: {},
  entities: [
    { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "ClientIp" }] },
  ],
  assumes: [
    "each column holds the member of the record, or of its `httpRequest`, that bears its name",
  ],
  connectors: ["AwsS3WafCcpDefinition"],
};
