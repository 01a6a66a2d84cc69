/** Whose check of a metric filter's pattern a rule is to pass, in the order of every list. */
export const AUDITORS = ["security-hub", "prowler", "steampipe"] as const;
export type Auditor = (typeof AUDITORS)[number];

/** Auditors as they call themselves, and what is known of how they read a pattern. */
export const AUDITOR_FACTS = {
  "security-hub": {
    name: "Security Hub",
    reads: "the published text, to which no term may be added",
    source:
      "Security Hub user guide, CloudWatch controls, 2023-03; its text of today for .4 and .13 differs",
  },
  prowler: {
    name: "Prowler",
    reads: "terms that have to be there, others beside them",
    source: "prowler, providers/aws/services/cloudwatch, 2026-08-21",
  },
  steampipe: {
    name: "Steampipe",
    reads: "terms that have to be there in the benchmark's order, names without quotes",
    source: "steampipe-mod-aws-compliance, log_metric_filter_*, 2025-12-06",
  },
} as const satisfies Readonly<
  Record<Auditor, { readonly name: string; readonly reads: string; readonly source: string }>
>;
