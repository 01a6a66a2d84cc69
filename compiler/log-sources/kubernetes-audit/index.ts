import { all, closed, OPTIONAL_STRING, tabulated } from "../field-model";
import type { LogSource } from "../log-source";
import { AKS_TABLES, KUBERNETES_TABLES } from "./sentinel-table";

const LOWER = { kind: "lower" } as const;

/** Those of the API; of what is no resource, those of HTTP. */
const VERBS = [
  "get",
  "list",
  "watch",
  "create",
  "update",
  "patch",
  "delete",
  "deletecollection",
  "head",
  "options",
  "post",
  "put",
  "connect",
];

/** Audit events of a Kubernetes API server: audit.k8s.io/v1, one JSON object each. */
export const KUBERNETES_AUDIT: LogSource = {
  product: "kubernetes",
  service: "audit",
  vendor: "Kubernetes",
  categories: ["application"],
  fields: {
    ...tabulated({
      rows: {
        kind: {},
        apiVersion: {},
        auditID: { empty: false },
        level: {
          spelling: closed("None", "Metadata", "Request", "RequestResponse"),
          ascii: true,
          empty: false,
        },
        stage: {
          spelling: closed("RequestReceived", "ResponseStarted", "ResponseComplete", "Panic"),
          ascii: true,
          empty: false,
        },
        verb: {
          spelling: closed(...VERBS),
          ascii: true,
          empty: false,
        },
        requestURI: { empty: false },
        userAgent: {},
        ...all({ ascii: true, empty: false }, "requestReceivedTimestamp", "stageTimestamp"),
        sourceIPs: { many: "many" },
        user: { type: "object" },
        ...all({}, "user.username", "user.uid"),
        "user.groups": { many: "many" },
        "user.extra": { type: "object" },
        impersonatedUser: { type: "object" },
        objectRef: { type: "object" },
        ...all(
          { spelling: LOWER, ascii: true },
          "objectRef.resource",
          "objectRef.subresource",
          // Absent for the core group.
          "objectRef.apiGroup",
        ),
        ...all(
          {},
          "objectRef.name",
          "objectRef.namespace",
          "objectRef.apiVersion",
          "objectRef.uid",
        ),
        "objectRef.resourceVersion": {},
        responseStatus: { type: "object" },
        "responseStatus.code": { type: "number", empty: false },
        ...all({}, "responseStatus.status", "responseStatus.message", "responseStatus.reason"),
        requestObject: { type: "object" },
        responseObject: { type: "object" },
        annotations: { type: "object" },
        ...all({ type: "object" }, "requestObject.metadata", "requestObject.spec"),
        ...all(
          { type: "object", many: "many" },
          "requestObject.spec.volumes",
          "requestObject.spec.containers",
          "requestObject.spec.initContainers",
          "requestObject.spec.ephemeralContainers",
          "requestObject.rules",
          "requestObject.subjects",
          "requestObject.webhooks",
        ),
        "requestObject.spec.volumes.hostPath": { type: "object" },
        ...all({}, "requestObject.spec.volumes.name", "requestObject.spec.volumes.hostPath.path"),
        ...all({}, "requestObject.spec.containers.name", "requestObject.spec.containers.image"),
        ...all(
          { type: "object" },
          "requestObject.spec.containers.securityContext",
          "requestObject.spec.containers.securityContext.capabilities",
        ),
        "requestObject.spec.containers.securityContext.capabilities.add": { many: "many" },
        ...all(
          { type: "boolean", empty: false },
          "requestObject.spec.containers.securityContext.privileged",
          "requestObject.spec.hostPID",
          "requestObject.spec.hostNetwork",
          "requestObject.spec.hostIPC",
        ),
      },
      usual: {
        ...OPTIONAL_STRING,
        nullable: true,
        empty: true,
        source: "Kubernetes documentation, audit.k8s.io/v1 Event; recorded events of EKS and AKS",
      },
      members: { "": ["authenticationMetadata"] },
    }),
    bounding: ["verb", "objectRef.resource", "requestURI", "userAgent"],
  },
  otherNames: {
    // An annotation's name has dots, which part a path.
    nowhere: {
      "annotations.authorization.k8s.io/decision":
        "an annotation, which no path leads to: `responseStatus.code: 403` tells what was forbidden",
      "annotations.authorization.k8s.io/reason": "an annotation, which no path leads to",
    },
    // No event has such members of its own, and each stands at one place of what is asked for.
    names: {
      apiGroup: "objectRef.apiGroup",
      hostPath: "requestObject.spec.volumes.hostPath",
      capabilities: "requestObject.spec.containers.securityContext.capabilities",
    },
  },
  mistakes: [
    {
      paths: ["responseStatus.code"],
      texts: ["ALLOW", "FORBID"],
      why: "it is the number of an HTTP status",
      instead:
        "write `200` to `299` by `gte` and `lt`: the decision is an annotation, which has no path",
    },
    {
      paths: ["verb"],
      texts: ["replace"],
      why: "a replacement is written as an update",
      instead: "write `update`",
      text: "update",
    },
  ],
  sentinel: { tables: KUBERNETES_TABLES, together: AKS_TABLES },
  cloudwatch: {
    writer: "EKS writes to `/aws/eks/<cluster>/cluster` where audit logs are switched on",
    // EKS guide, control plane logs; what is longer is no JSON any more, and no pattern sees it.
    assumes: ["no event is so long that EKS cuts it, to end in `[Truncated...]`"],
    // The audit policy of Google's Kubernetes, which the EKS guide names as its own.
    leavesOut: [
      {
        path: "objectRef.resource",
        texts: ["events"],
        why: "EKS's audit policy has level None for them",
      },
      {
        path: "objectRef.resource",
        texts: ["secrets", "configmaps", "tokenreviews"],
        members: ["requestObject", "responseObject"],
        why: "EKS's audit policy has level Metadata for them",
      },
    ],
  },
  events: {
    called: "an audit event of Kubernetes",
    id: "auditID",
    step: "stage",
    time: "stageTimestamp",
    name: "verb",
    containers: ["records", "items"],
    // A call of no resource, such as one of `/version`, has no `objectRef`.
    marks: { verb: VERBS },
    example: {
      auditID: "auditID",
      time: "stageTimestamp",
      verb: "verb",
      resource: "objectRef.resource",
      namespace: "objectRef.namespace",
      username: "user.username",
    },
    exampleLine: ["time", "verb", "resource", "namespace", "username", "auditID"],
    noisy: ["verb", "objectRef.resource", "objectRef.namespace", "user.username", "userAgent"],
    sample: {
      kind: "Event",
      apiVersion: "audit.k8s.io/v1",
      level: "RequestResponse",
      auditID: "00000000-0000-4000-8000-000000000001",
      stage: "ResponseComplete",
      requestURI: "/api/v1/namespaces/default/examples",
      verb: "get",
      user: { username: "user@example.com", groups: ["system:authenticated"] },
      sourceIPs: ["198.51.100.7"],
      userAgent: "kubectl/v1.30.0",
      objectRef: { resource: "examples", namespace: "default", name: "example", apiVersion: "v1" },
      responseStatus: { code: 200 },
      requestReceivedTimestamp: "2026-01-01T12:00:00.000000Z",
      stageTimestamp: "2026-01-01T12:00:00.000000Z",
    },
  },
};
