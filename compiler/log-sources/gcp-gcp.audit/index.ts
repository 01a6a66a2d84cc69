import { ENTRY, GCP_AUDIT_LOGS, LOG_ENTRY } from "../google-log-entry";
import type { LogSource, Mistake } from "../log-source";

const METHOD = ["protoPayload.methodName"];

/** Names of methods that no entry bears. Sources: recorded entries and rows; Google's list of audited methods. */
const MISTAKES: readonly Mistake[] = [
  {
    paths: METHOD,
    comparison: ["equals", "endswith"],
    texts: /\.serviceAccount(s|Keys)\.\w+$/i,
    why: "methods of service accounts are written as `google.iam.admin.v1.DisableServiceAccount`",
    instead: "write the method in that form, with `endswith`",
  },
  {
    paths: METHOD,
    comparison: ["equals", "startswith"],
    texts: /^compute\./i,
    why: "a version stands before it, as in `v1.compute.vpnTunnels.delete`",
    instead: "compare with `endswith`",
  },
  {
    paths: METHOD,
    comparison: ["equals", "startswith"],
    texts: /^io\.k8s\.api\./i,
    why: "the group follows, and the resource in the plural, as in `io.k8s.batch.v1.cronjobs.create`",
    instead:
      "write `io.k8s.`, the group, a version, the resource and the verb: `io.k8s.batch.v*.cronjobs.*`",
  },
  {
    paths: METHOD,
    comparison: "startswith",
    texts: ["admissionregistration.k8s.io.v"],
    why: "the method begins with `io.k8s.admissionregistration.v1.`",
    instead: "write `io.k8s.admissionregistration.v`",
    text: "io.k8s.admissionregistration.v",
  },
  {
    paths: METHOD,
    comparison: ["equals", "startswith"],
    texts: /^[\w.]+\.k8s\.io\./i,
    why: "the parts stand the other way round, as in `io.k8s.admissionregistration.v1.`",
    instead: "write `io.k8s.`, the group and the version",
  },
  {
    paths: METHOD,
    texts: ["projects.content.reidentify"],
    why: "the method is written as `google.privacy.dlp.v2.DlpService.ReidentifyContent`",
    instead: "write that",
    text: "google.privacy.dlp.v2.DlpService.ReidentifyContent",
  },
  {
    paths: METHOD,
    texts: /^projects\.(locations\.)?(content|image|dlpJobs|jobTriggers|inspectTemplates)\./i,
    why: "the method is written as `google.privacy.dlp.v2.DlpService.ReidentifyContent`, not as its path",
    instead: "write the method in that form",
  },
  {
    paths: METHOD,
    texts: ["storage.buckets.insert"],
    why: "the method is written as `storage.buckets.create`",
    instead: "write that",
    text: "storage.buckets.create",
  },
  {
    paths: ["logName"],
    comparison: ["equals", "startswith"],
    texts: /^cloudaudit\.googleapis\.com/i,
    why: "what the log belongs to stands before it, as in `projects/…/logs/`",
    instead: "compare with `endswith`",
  },
  {
    paths: ["logName"],
    comparison: "any",
    texts: /cloudaudit\.googleapis\.com\//i,
    why: "the stroke in a log's id is written `%2F`",
    instead: "write `cloudaudit.googleapis.com%2Factivity`, with `endswith`",
  },
];

/** Audit logs of Google Cloud, as entries of Cloud Logging. */
export const GCP_AUDIT: LogSource = {
  product: "gcp",
  service: "gcp.audit",
  vendor: "Google",
  fields: LOG_ENTRY,
  otherNames: {
    names: {
      "gcp.audit.method_name": "protoPayload.methodName",
      "gcp.audit.service_name": "protoPayload.serviceName",
      "gcp.audit.resource_name": "protoPayload.resourceName",
    },
    around: ["data"],
    leftOut: ["protoPayload"],
    nowhere: {
      "data.protoPayload.resource.type": "`resource.type`",
      "data.protoPayload.logName": "`logName` with `endswith`",
      "protoPayload.resource.type": "`resource.type`",
      "protoPayload.logName": "`logName` with `endswith`",
    },
  },
  mistakes: MISTAKES,
  sentinel: { tables: [GCP_AUDIT_LOGS] },
  events: {
    ...ENTRY,
    called: "an audit log entry of Google Cloud",
    name: "protoPayload.methodName",
    marks: { "protoPayload.methodName": [], "protoPayload.serviceName": [] },
    sample: {
      insertId: "example",
      logName: "projects/example-project/logs/cloudaudit.googleapis.com%2Factivity",
      timestamp: "2026-01-01T12:00:00.000000Z",
      receiveTimestamp: "2026-01-01T12:00:01.000000Z",
      severity: "NOTICE",
      resource: { type: "project", labels: { project_id: "example-project" } },
      protoPayload: {
        "@type": "type.googleapis.com/google.cloud.audit.AuditLog",
        serviceName: "example.googleapis.com",
        methodName: "example.things.create",
        resourceName: "projects/example-project/things/example",
        authenticationInfo: { principalEmail: "user@example.com" },
        requestMetadata: { callerIp: "198.51.100.7", callerSuppliedUserAgent: "gcloud" },
        status: {},
      },
    },
  },
};
