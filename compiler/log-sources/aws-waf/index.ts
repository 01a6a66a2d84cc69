import { WAF } from "./fields";
import { WAF_TABLE } from "./sentinel-table";
import type { LogSource } from "../log-source";

/** Web requests that AWS WAF judged, one JSON object each. */
export const AWS_WAF: LogSource = {
  product: "aws",
  service: "waf",
  vendor: "AWS",
  fields: WAF,
  otherNames: { leftOut: ["httpRequest"] },
  sentinel: { tables: [WAF_TABLE] },
  cloudwatch: {
    // AWS WAF developer guide, sending web ACL traffic logs to a CloudWatch Logs log group.
    writer: "AWS WAF writes to `aws-waf-logs-…` where logging of a web ACL is switched on",
    nameStart: "aws-waf-logs-",
    assumes: ["the logging of the web ACL has no filter that drops records"],
  },
  events: {
    called: "a log record of AWS WAF",
    id: "httpRequest.requestId",
    time: "timestamp",
    name: "action",
    marks: { webaclId: [], httpRequest: [], action: [] },
    example: {
      requestId: "httpRequest.requestId",
      time: "timestamp",
      action: "action",
      terminatingRuleId: "terminatingRuleId",
      clientIp: "httpRequest.clientIp",
      uri: "httpRequest.uri",
    },
    exampleLine: ["action", "terminatingRuleId", "clientIp", "uri", "requestId"],
    noisy: [
      "action",
      "terminatingRuleId",
      "httpRequest.clientIp",
      "httpRequest.country",
      "httpRequest.uri",
      "httpSourceId",
    ],
    sample: {
      timestamp: 1767268800000,
      formatVersion: 1,
      webaclId: "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/example/0000",
      terminatingRuleId: "Default_Action",
      terminatingRuleType: "REGULAR",
      action: "ALLOW",
      terminatingRuleMatchDetails: [],
      httpSourceName: "ALB",
      httpSourceId: "111122223333-app/example/0000000000000001",
      ruleGroupList: [],
      rateBasedRuleList: [],
      nonTerminatingMatchingRules: [],
      requestHeadersInserted: null,
      responseCodeSent: null,
      httpRequest: {
        clientIp: "198.51.100.7",
        country: "DE",
        headers: [{ name: "Host", value: "www.example.com" }],
        uri: "/example",
        args: "",
        httpVersion: "HTTP/1.1",
        httpMethod: "GET",
        requestId: "1-00000000-000000000000000000000001",
      },
    },
  },
};
