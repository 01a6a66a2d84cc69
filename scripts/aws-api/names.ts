import type { Model } from "./model";

/**
 * Event sources of services whose signing name, or else endpoint, does not tell it. Recorded events,
 * the services' own pages on CloudTrail.
 */
const SOURCES: Readonly<Record<string, string>> = {
  iotsecuretunneling: "iotsecuredtunneling",
  "marketplace-agreement": "agreement-marketplace",
  "marketplace-catalog": "marketplacecatalog",
  "marketplace-deployment": "deployment-marketplace",
  "marketplace-discovery": "discovery-marketplace",
  "marketplace-entitlement": "entitlement-marketplace",
  "marketplace-reporting": "reporting-marketplace",
  meteringmarketplace: "metering-marketplace",
  mq: "amazonmq",
  "rds-data": "rdsdataapi",
  "servicecatalog-appregistry": "servicecatalog-appregistry",
  // The portal where people sign in.
  sso: "sso",
  "sso-oidc": "sso",
};

/** Sources under which what stands with another is written too, or may be: it is not documented. */
export const ALSO: Readonly<Record<string, string>> = {
  s3express: "s3",
  pinpoint: "mobiletargeting",
  mq: "amazonmq",
  "rds-data": "rdsdataapi",
  "sso-oauth": "sso",
  appstream2: "appstream",
  "memory-db": "memorydb",
  "aws-marketplace": "marketplacecatalog",
};

/** Services whose calls are those of a greater one, which serves them under one source. */
const WITHIN: readonly string[] = ["docdb", "neptune", "s3control"];

/** The event source under which the calls of a service are written, without `.amazonaws.com`. */
export function sourceOf({ service, signingName, endpointPrefix }: Model): string {
  return SOURCES[service] ?? (signingName ?? endpointPrefix).toLowerCase();
}

/** Whether what the service calls is told by another, where both have the call. */
export const isWithin = ({ service }: Model): boolean => WITHIN.includes(service);

/** S3's and S3 Control's events that bear another name than the operation (S3 user guide, CloudTrail events). */
const S3: Readonly<Record<string, readonly string[]>> = {
  DeletePublicAccessBlock: ["DeleteBucketPublicAccessBlock"],
  GetBucketAccelerateConfiguration: ["GetAccelerateConfiguration"],
  GetBucketLifecycleConfiguration: ["GetBucketLifecycle"],
  GetBucketNotificationConfiguration: ["GetBucketNotification"],
  GetObjectLockConfiguration: ["GetBucketObjectLockConfiguration"],
  GetPublicAccessBlock: ["GetBucketPublicAccessBlock"],
  ListObjectVersions: ["ListObjectVersions", "ListBucketVersions"],
  ListObjectsV2: ["ListObjects"],
  PutBucketAccelerateConfiguration: ["PutAccelerateConfiguration"],
  PutBucketLifecycleConfiguration: ["PutBucketLifecycle"],
  PutBucketNotificationConfiguration: ["PutBucketNotification"],
  PutObjectLockConfiguration: ["PutBucketObjectLockConfiguration"],
  PutPublicAccessBlock: ["PutBucketPublicAccessBlock"],
};
const S3_CONTROL: Readonly<Record<string, readonly string[]>> = {
  ...S3,
  DeletePublicAccessBlock: ["DeleteAccountPublicAccessBlock"],
  GetPublicAccessBlock: ["GetAccountPublicAccessBlock"],
  PutPublicAccessBlock: ["PutAccountPublicAccessBlock"],
};

/**
 * Lambda's calls that bear the version of their API, and the `v2` of those that were changed once more
 * (CloudTrail user guide, services supported by event history; recorded events). Calls that are newer bear none.
 */
const LAMBDA: Readonly<Record<string, readonly string[]>> = {
  "20150331": [
    ...["CreateAlias", "CreateEventSourceMapping", "CreateFunction", "DeleteAlias"],
    ...["DeleteEventSourceMapping", "DeleteFunction", "GetAlias", "GetEventSourceMapping"],
    ...["ListAliases", "ListEventSourceMappings", "ListFunctions", "ListVersionsByFunction"],
    ...["PublishVersion", "UpdateAlias", "UpdateEventSourceMapping"],
  ],
  "20150331v2": [
    ...["AddPermission", "GetFunction", "GetFunctionConfiguration", "GetPolicy"],
    ...["RemovePermission", "UpdateFunctionCode", "UpdateFunctionConfiguration"],
  ],
  "20160819": ["GetAccountSettings"],
  "20170331": ["ListTags"],
  "20170331v2": ["TagResource", "UntagResource"],
  "20171031": ["DeleteFunctionConcurrency", "PutFunctionConcurrency"],
  "20181031": [
    ...["AddLayerVersionPermission", "DeleteLayerVersion", "GetLayerVersion"],
    ...["GetLayerVersionByArn", "GetLayerVersionPolicy", "ListLayers", "ListLayerVersions"],
    ...["PublishLayerVersion", "RemoveLayerVersionPermission"],
  ],
};

/** The names that events of an operation bear, the usual one first. */
export function eventNames({ service, apiVersion }: Model, operation: string): readonly string[] {
  switch (service) {
    case "s3":
      return S3[operation] ?? [operation];
    case "s3control":
      return S3_CONTROL[operation] ?? [operation];
    case "cloudfront":
      return [`${operation}${apiVersion.replaceAll("-", "_")}`];
    case "lambda": {
      const version = Object.keys(LAMBDA).find((each) => LAMBDA[each]?.includes(operation));
      if (version === undefined) return [operation];
      // What bears a `v2` today was once without.
      const names = [version, version.replace("v2", "")].map((each) => `${operation}${each}`);
      return [...new Set(names)];
    }
    default:
      return [operation];
  }
}
