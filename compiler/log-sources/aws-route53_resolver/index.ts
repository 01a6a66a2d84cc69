import { all, OPTIONAL_STRING, shaped, tabulated } from "../field-model";
import type { LogSource } from "../log-source";
import {
  constant,
  dynamics,
  PLATFORM,
  unknown,
  value,
  values,
  type SentinelTable,
} from "../sentinel-table";

/**
 * Names and types: Azure Monitor table reference. Paths: the names of the record's members, of which the
 * columns' are made; the connector's own transformation is not published.
 */
const TABLE: SentinelTable = {
  name: "AWSRoute53Resolver",
  columns: [
    value("TimeGenerated", "datetime", "query_timestamp"),
    ...values("string", {
      QueryName: "query_name",
      QueryType: "query_type",
      QueryClass: "query_class",
      Rcode: "rcode",
      SrcAddr: "srcaddr",
      SrcPort: "srcport",
      Transport: "transport",
      AccountId: "account_id",
      Region: "region",
      VpcId: "vpc_id",
      FirewallRuleAction: "firewall_rule_action",
      FirewallRuleGroupId: "firewall_rule_group_id",
      FirewallDomainListId: "firewall_domain_list_id",
      Version: "version",
    }),
    ...dynamics({ Answers: "answers", SrcIds: "srcids" }),
    constant("Type", "AWSRoute53Resolver"),
    unknown("LogType", "string"),
    ...PLATFORM,
  ],
  indexed: ["QueryName", "Rcode"],
  computed: {},
  entities: [
    { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "SrcAddr" }] },
    { entityType: "DNS", fieldMappings: [{ identifier: "DomainName", columnName: "QueryName" }] },
  ],
  assumes: ["each column holds the member of the record that bears its name"],
  connectors: ["AWSRoute53ResolverCCPDefinition"],
};

const ALWAYS = { presence: "always", empty: false, ground: "recorded" } as const;
const FILLED = { empty: false } as const;

/** Queries that Route 53 Resolver answered in VPCs, one JSON object each. */
export const AWS_ROUTE53_RESOLVER: LogSource = {
  product: "aws",
  service: "route53_resolver",
  vendor: "AWS",
  fields: {
    ...tabulated({
      rows: {
        query_name: ALWAYS,
        ...all(
          { ...ALWAYS, ascii: true },
          "version",
          "account_id",
          "region",
          "query_timestamp",
          "srcport",
          "transport",
        ),
        query_type: { ...ALWAYS, ascii: true, spelling: shaped(/^[A-Z][A-Z\d]*$/, "AAAA") },
        query_class: { ...ALWAYS, ascii: true, spelling: shaped(/^[A-Z]+$/, "IN") },
        rcode: { ...FILLED, ascii: true, spelling: shaped(/^[A-Z]+$/, "NXDOMAIN") },
        srcaddr: { ...ALWAYS, ascii: true, holds: "address" },
        vpc_id: { ...FILLED, ascii: true },
        answers: { type: "object", many: "many" },
        ...all(FILLED, "answers.Rdata", "answers.Type", "answers.Class"),
        srcids: { type: "object" },
        ...all({ ...FILLED, ascii: true }, "srcids.instance", "srcids.resolver_endpoint"),
        firewall_rule_action: { ...FILLED, ascii: true, spelling: shaped(/^[A-Z]+$/, "BLOCK") },
        ...all({ ...FILLED, ascii: true }, "firewall_rule_group_id", "firewall_domain_list_id"),
      },
      usual: {
        ...OPTIONAL_STRING,
        source: "Route 53 developer guide, values in Resolver query logs; records of parser tests",
      },
    }),
    bounding: ["query_name", "query_type", "rcode", "firewall_rule_action"],
  },
  otherNames: {},
  mistakes: (["equals", "endswith"] as const).map((comparison) => ({
    paths: ["query_name"],
    texts: /[^.*?]$/,
    comparison,
    why: "the name of a query ends in a point",
    instead: "write the name with a point at its end",
  })),
  sentinel: { tables: [TABLE] },
  cloudwatch: {
    writer: "query logging of Route 53 Resolver writes where a configuration names one",
  },
  events: {
    called: "a query log record of Route 53 Resolver",
    // Records have none, so that none is told from another like it.
    id: "id",
    time: "query_timestamp",
    name: "query_name",
    marks: { query_name: [], query_timestamp: [], srcaddr: [] },
    example: {
      time: "query_timestamp",
      queryName: "query_name",
      queryType: "query_type",
      rcode: "rcode",
      source: "srcaddr",
      instance: "srcids.instance",
    },
    exampleLine: ["time", "queryName", "queryType", "rcode", "source", "instance"],
    noisy: ["query_name", "rcode", "srcaddr", "srcids.instance", "vpc_id"],
    sample: {
      version: "1.100000",
      account_id: "111122223333",
      region: "us-east-1",
      vpc_id: "vpc-00000000000000001",
      query_timestamp: "2026-01-01T12:00:00Z",
      query_name: "www.example.com.",
      query_type: "A",
      query_class: "IN",
      rcode: "NOERROR",
      answers: [{ Rdata: "198.51.100.7", Type: "A", Class: "IN" }],
      srcaddr: "10.0.0.7",
      srcport: "53000",
      transport: "UDP",
      srcids: { instance: "i-00000000000000001" },
    },
  },
};
