import { AZURE_AUDITLOGS } from "../../../compiler/log-sources/azure-auditlogs";
import { AZURE_SIGNINLOGS } from "../../../compiler/log-sources/azure-signinlogs";
import { AWS_CLOUDTRAIL } from "../../../compiler/log-sources/aws-cloudtrail";
import { renamed } from "../../../compiler/log-sources/other-names";

describe("a name that a rule gives to a field", () => {
  test.each([
    // A column, and members of one, in any case.
    ["OperationName", "operationName", "column"],
    ["Category", "properties.category", "column"],
    [
      "TargetResources.ModifiedProperties.DisplayName",
      "properties.targetResources.modifiedProperties.displayName",
      "column",
    ],
    ["TargetResources.unheardOf", "properties.targetResources.unheardOf", "column"],
    // Without the object that it lies in.
    ["targetResources.type", "properties.targetResources.type", "part"],
    ["Initiatedby", "properties.initiatedBy", "part"],
    // In another case.
    ["operationname", "operationName", "case"],
    ["properties.Result", "properties.result", "case"],
    // A word of a portal.
    ["properties.message", "operationName", "name"],
    ["Status", "properties.result", "name"],
    [
      "ConsentContext.IsAdminConsent",
      "properties.targetResources.modifiedProperties[displayName=ConsentContext.IsAdminConsent].newValue",
      "name",
    ],
    // An element of a list of named values, as if its name were that of a member.
    [
      "additionalDetails.User-Agent",
      "properties.additionalDetails[key=User-Agent].value",
      "element",
    ],
    [
      "TargetResources.modifiedProperties.Role.DisplayName",
      "properties.targetResources.modifiedProperties[displayName=Role.DisplayName].newValue",
      "element",
    ],
  ])("%s is read as %s", (written, path, as) => {
    expect(renamed(written, AZURE_AUDITLOGS)).toEqual({ written, path, as });
  });

  test("is a member of the object of that name, where a text has the name too", () => {
    expect(renamed("location.countryOrRegion", AZURE_SIGNINLOGS)).toEqual({
      written: "location.countryOrRegion",
      path: "properties.location.countryOrRegion",
      as: "part",
    });
    expect(renamed("location", AZURE_SIGNINLOGS)).toBeUndefined();
  });

  test.each([
    // The root's own member, though a column is called alike.
    "category",
    "operationName",
    "properties.targetResources.type",
    "properties.unheardOf",
    "Initiatied.By",
    "unheardOf",
  ])("%s is left as it is", (written) => {
    expect(renamed(written, AZURE_AUDITLOGS)).toBeUndefined();
  });

  test("keeps what is behind it where nothing of that is known", () => {
    expect(renamed("DeviceDetail.trusttype", AZURE_SIGNINLOGS)?.path).toBe(
      "properties.deviceDetail.trustType",
    );
    expect(renamed("DeviceDetail.other", AZURE_SIGNINLOGS)?.path).toBe(
      "properties.deviceDetail.other",
    );
  });

  test("is its path where the log source has no other names", () => {
    expect(renamed("EventName", AWS_CLOUDTRAIL)).toBeUndefined();
  });
});
