import { TEXT_TIMES } from "./exceptions";
import { lowerFirst, written, type Forms } from "./form-table";
import { ec2Request, ec2Response } from "./ec2-forms";
import type { Member, Model, Scalar } from "./model";
import { s3Request, s3Response } from "./s3-forms";

/** How CloudTrail writes a value of most services: JSON, with small first letters. */
function jsonType(forms: Forms, name: string): string {
  const shape = forms.shape(name);
  switch (shape.kind) {
    case "scalar":
      return scalarType(forms.model, shape.type);
    case "list":
      return `[${jsonType(forms, shape.of)}`;
    case "map":
      return `{${jsonType(forms, shape.of)}`;
    case "object":
      return forms.object(name, () => jsonMembers(forms, name));
  }
}

function scalarType({ service, protocol }: Model, type: Scalar): string {
  if (type === "x") return "s";
  if (type === "document") return "d";
  // Elsewhere a number too: EKS writes seconds.
  return type === "t" && (protocol === "query" || TEXT_TIMES.includes(service)) ? "s" : type;
}

/** The members of an object as CloudTrail writes them, those that it has besides the model first. */
function jsonMembers(forms: Forms, name: string | undefined): string {
  return written([
    ...forms.exceptions(name),
    ...forms
      .members(name)
      .map((member) => [writtenName(forms, member), memberType(forms, member)] as const),
    ...added(forms, name),
  ]);
}

/** EKS calls a cluster by its name in the address. */
function writtenName({ model }: Forms, { name, where }: Member): string {
  return model.service === "eks" && name === "clusterName" && where === "uri"
    ? "name"
    : lowerFirst(name);
}

/** What clients send beside the members of the API: with an address that is signed, the region that it is of. */
const added = (forms: Forms, input: string | undefined): readonly (readonly [string, string])[] =>
  forms.members(input).some(({ name }) => name === "PreSignedUrl") ? [["sourceRegion", ""]] : [];

/** What travels outside the body is text. */
function memberType(forms: Forms, { of, where }: Member): string {
  if (where === undefined) return jsonType(forms, of);
  const shape = forms.shape(of);
  return shape.kind === "list" ? "*s" : shape.kind === "map" ? "{s" : "s";
}

/**
 * Services of the query protocol whose answers are written without the one member that wraps them:
 * recorded events of RDS, samples in the guides of the others.
 */
const UNWRAPPED: readonly string[] = ["rds", "docdb", "neptune", "redshift", "elasticache"];

/** Calls that only read answer nothing that is written, but for those that hand out credentials. */
const READS = /^(BatchGet|Describe|Get|Head|List|Lookup|Query|Scan|Search|Select)(?![a-z])/;
const ANSWERS =
  /^Get(FederationToken|SessionToken|SigninToken|AuthorizationToken|RoleCredentials)$/;

/** What a call's `requestParameters` hold, and its `responseElements`: the members, or not known. */
export function callForms(
  forms: Forms,
  operation: string,
): readonly [request: string, response: string] {
  const { model } = forms;
  const reads = READS.test(operation) && !ANSWERS.test(operation);
  const { input, output } = model.operations.get(operation) ?? {};
  if (model.protocol === "ec2") {
    return [ec2Request(forms, operation), reads ? "?" : ec2Response(forms, operation)];
  }
  if (model.service === "s3" || model.service === "s3control") {
    return [s3Request(forms, operation), reads ? "?" : s3Response(forms, operation)];
  }
  const request = jsonMembers(forms, input);
  if (reads) return [request, "?"];
  const [only, ...others] = forms.members(output);
  const unwrapped =
    UNWRAPPED.includes(model.service) &&
    only &&
    others.length === 0 &&
    forms.shape(only.of).kind === "object";
  return [request, jsonMembers(forms, unwrapped ? only.of : output)];
}
