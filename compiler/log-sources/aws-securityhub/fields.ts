import type { FieldModel } from "../field";
import { all, closed, OPTIONAL_STRING, shaped, tabulated } from "../field-model";

const ALWAYS = { presence: "always", empty: false, nullable: false } as const;
const OBJECT = { type: "object" } as const;
const OBJECTS = { type: "object", many: "many" } as const;
const LABEL = {
  ascii: true,
  empty: false,
  spelling: closed("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"),
} as const;
const NUMBER = { type: "number", empty: false } as const;

/** What AWS's format of findings has; members that it requires are always there. */
export const SECURITY_HUB: FieldModel = {
  ...tabulated({
    rows: {
      ...all({ ...ALWAYS, ascii: true }, "SchemaVersion", "ProductArn", "AwsAccountId"),
      ...all({ ...ALWAYS, ascii: true }, "CreatedAt", "UpdatedAt"),
      ...all(ALWAYS, "Id", "GeneratorId", "Title", "Description"),
      ...all({}, "Region", "ProductName", "CompanyName", "SourceUrl"),
      ...all({ ascii: true }, "FirstObservedAt", "LastObservedAt", "ProcessedAt"),
      Types: { many: "many" },
      Severity: OBJECT,
      "Severity.Label": LABEL,
      ...all(NUMBER, "Severity.Normalized", "Severity.Product"),
      ...all(OBJECT, "FindingProviderFields", "FindingProviderFields.Severity"),
      "FindingProviderFields.Severity.Label": LABEL,
      "FindingProviderFields.Severity.Normalized": NUMBER,
      "FindingProviderFields.Types": { many: "many" },
      ProductFields: OBJECT,
      Resources: { ...OBJECTS, presence: "always", nullable: false },
      ...all({ empty: false }, "Resources.Type", "Resources.Id"),
      ...all({}, "Resources.Region", "Resources.Partition", "Resources.ResourceRole"),
      ...all(OBJECT, "Resources.Details", "Resources.Tags"),
      Compliance: OBJECT,
      "Compliance.Status": {
        ascii: true,
        spelling: closed("PASSED", "WARNING", "FAILED", "NOT_AVAILABLE"),
      },
      "Compliance.SecurityControlId": { ascii: true },
      "Compliance.RelatedRequirements": { many: "many" },
      ...all(
        OBJECTS,
        "Compliance.AssociatedStandards",
        "Compliance.SecurityControlParameters",
        "Compliance.StatusReasons",
      ),
      ...all(
        {},
        "Compliance.AssociatedStandards.StandardsId",
        "Compliance.StatusReasons.ReasonCode",
        "Compliance.StatusReasons.Description",
        "Compliance.SecurityControlParameters.Name",
      ),
      Workflow: OBJECT,
      "Workflow.Status": {
        ascii: true,
        spelling: closed("NEW", "NOTIFIED", "RESOLVED", "SUPPRESSED"),
      },
      WorkflowState: { ascii: true, spelling: shaped(/^[A-Z_]+$/, "NEW") },
      RecordState: { ascii: true, spelling: closed("ACTIVE", "ARCHIVED") },
      ...all(OBJECT, "Action", "Action.AwsApiCallAction", "Remediation"),
      ...all(
        {},
        "Action.ActionType",
        "Action.AwsApiCallAction.Api",
        "Action.AwsApiCallAction.ServiceName",
        "Action.AwsApiCallAction.CallerType",
      ),
      "Action.AwsApiCallAction.RemoteIpDetails": OBJECT,
      "Action.AwsApiCallAction.RemoteIpDetails.IpAddressV4": {},
      "Remediation.Recommendation": OBJECT,
      ...all({}, "Remediation.Recommendation.Text", "Remediation.Recommendation.Url"),
    },
    usual: {
      ...OPTIONAL_STRING,
      nullable: true,
      empty: true,
      source: "Security Hub API, AwsSecurityFinding; findings of parser tests",
    },
  }),
  bounding: ["GeneratorId", "Title", "Types", "ProductName", "Compliance.SecurityControlId"],
};
