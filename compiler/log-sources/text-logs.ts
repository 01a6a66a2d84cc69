/** A log whose records are text, so that no rule with a `detection` reads it. */
export interface TextLog {
  readonly product: string;
  /** What rules may call it. */
  readonly services: readonly string[];
  /** Its records, in a sentence. */
  readonly called: string;
  /** The table of Sentinel that holds them. */
  readonly table: string;
}

/** Logs of AWS that have a table and no JSON (documentation of each: what a record's fields are parted by). */
export const TEXT_LOGS: readonly TextLog[] = [
  {
    product: "aws",
    services: ["vpcflow", "vpc_flow", "vpcflowlogs", "vpc_flow_logs"],
    called: "records of VPC flow logs",
    table: "AWSVPCFlow",
  },
  {
    product: "aws",
    services: ["s3access", "s3_access", "s3_server_access"],
    called: "records of S3's server access logs",
    table: "AWSS3ServerAccess",
  },
  {
    product: "aws",
    services: ["alb", "elb", "elasticloadbalancing"],
    called: "access logs of Application Load Balancers",
    table: "AWSALBAccessLogs",
  },
  {
    product: "aws",
    services: ["nlb"],
    called: "access logs of Network Load Balancers",
    table: "AWSNLBAccessLogs",
  },
];
