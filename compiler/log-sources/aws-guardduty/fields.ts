import type { FieldModel } from "../field";
import { all, OPTIONAL_STRING, shaped, tabulated, type Facts } from "../field-model";

const ALWAYS = { presence: "always", empty: false, nullable: false } as const;
const OBJECT = { type: "object" } as const;
const OBJECTS = { type: "object", many: "many" } as const;
const NUMBER = { type: "number", empty: false } as const;
const BOOLEAN = { type: "boolean", empty: false } as const;
const IP = "service.action.networkConnectionAction";
const API = "service.action.awsApiCallAction";

/** Where on the internet an action came from or went to. */
const remote = (action: string): Readonly<Record<string, Facts>> => ({
  ...all(
    OBJECT,
    `${action}.remoteIpDetails`,
    `${action}.remoteIpDetails.country`,
    `${action}.remoteIpDetails.city`,
    `${action}.remoteIpDetails.organization`,
  ),
  [`${action}.remoteIpDetails.ipAddressV4`]: { ascii: true, holds: "address" },
  ...all(
    {},
    `${action}.remoteIpDetails.country.countryName`,
    `${action}.remoteIpDetails.city.cityName`,
    `${action}.remoteIpDetails.organization.asn`,
    `${action}.remoteIpDetails.organization.asnOrg`,
    `${action}.remoteIpDetails.organization.isp`,
    `${action}.remoteIpDetails.organization.org`,
  ),
});

/** What a finding of GuardDuty holds. */
export const GUARDDUTY: FieldModel = {
  ...tabulated({
    rows: {
      ...all({ ...ALWAYS, ascii: true }, "schemaVersion", "accountId", "region", "partition"),
      ...all({ ...ALWAYS, ascii: true }, "id", "arn", "createdAt", "updatedAt"),
      ...all(ALWAYS, "title", "description"),
      type: {
        ...ALWAYS,
        ascii: true,
        spelling: shaped(
          /^[A-Z]\w+:[A-Z]\w+\/[A-Z][\w.!-]*$/,
          "UnauthorizedAccess:EC2/SSHBruteForce",
        ),
      },
      severity: { ...NUMBER, presence: "always", nullable: false },
      resource: OBJECT,
      "resource.resourceType": { ascii: true, spelling: shaped(/^[A-Z]\w+$/, "AccessKey") },
      ...all(
        OBJECT,
        "resource.accessKeyDetails",
        "resource.instanceDetails",
        "resource.instanceDetails.iamInstanceProfile",
        "resource.containerDetails",
        "resource.eksClusterDetails",
        "resource.ecsClusterDetails",
        "resource.kubernetesDetails",
        "resource.ebsVolumeDetails",
        "resource.lambdaDetails",
        "resource.rdsDbInstanceDetails",
      ),
      ...all(
        {},
        "resource.accessKeyDetails.accessKeyId",
        "resource.accessKeyDetails.principalId",
        "resource.accessKeyDetails.userName",
        "resource.accessKeyDetails.userType",
        "resource.instanceDetails.instanceId",
        "resource.instanceDetails.instanceType",
        "resource.instanceDetails.imageId",
        "resource.instanceDetails.platform",
        "resource.instanceDetails.availabilityZone",
        "resource.instanceDetails.iamInstanceProfile.arn",
        "resource.instanceDetails.iamInstanceProfile.id",
        "resource.containerDetails.image",
        "resource.containerDetails.name",
        "resource.eksClusterDetails.name",
        "resource.ecsClusterDetails.name",
      ),
      ...all(
        OBJECTS,
        "resource.s3BucketDetails",
        "resource.instanceDetails.networkInterfaces",
        "resource.instanceDetails.tags",
      ),
      ...all(
        {},
        "resource.s3BucketDetails.name",
        "resource.s3BucketDetails.arn",
        "resource.instanceDetails.networkInterfaces.privateIpAddress",
        "resource.instanceDetails.networkInterfaces.publicIp",
        "resource.instanceDetails.networkInterfaces.vpcId",
        "resource.instanceDetails.tags.key",
        "resource.instanceDetails.tags.value",
      ),
      service: { ...ALWAYS, ...OBJECT },
      "service.serviceName": { ...ALWAYS, ascii: true },
      "service.detectorId": { ascii: true, empty: false },
      "service.archived": BOOLEAN,
      "service.count": NUMBER,
      ...all({ ascii: true }, "service.eventFirstSeen", "service.eventLastSeen"),
      "service.resourceRole": { ascii: true, spelling: shaped(/^[A-Z]+$/, "TARGET") },
      "service.featureName": {},
      ...all(OBJECT, "service.additionalInfo", "service.evidence"),
      "service.additionalInfo.sample": BOOLEAN,
      "service.evidence.threatIntelligenceDetails": OBJECTS,
      "service.evidence.threatIntelligenceDetails.threatListName": {},
      "service.evidence.threatIntelligenceDetails.threatNames": { many: "many" },
      "service.action": OBJECT,
      "service.action.actionType": { ascii: true, spelling: shaped(/^[A-Z_]+$/, "AWS_API_CALL") },
      ...all(
        OBJECT,
        API,
        IP,
        `${IP}.localPortDetails`,
        `${IP}.remotePortDetails`,
        "service.action.dnsRequestAction",
        "service.action.portProbeAction",
        "service.action.kubernetesApiCallAction",
      ),
      ...all(
        {},
        `${API}.api`,
        `${API}.serviceName`,
        `${API}.callerType`,
        `${API}.errorCode`,
        `${IP}.connectionDirection`,
        `${IP}.protocol`,
        "service.action.dnsRequestAction.domain",
      ),
      [`${IP}.blocked`]: BOOLEAN,
      ...all(NUMBER, `${IP}.localPortDetails.port`, `${IP}.remotePortDetails.port`),
      ...remote(API),
      ...remote(IP),
    },
    usual: {
      ...OPTIONAL_STRING,
      nullable: true,
      empty: true,
      source: "GuardDuty API, Finding; findings of parser tests",
    },
  }),
  bounding: ["type", "severity", "resource.resourceType"],
};
