import { written, type Forms } from "./form-table";
import type { Member } from "./model";
import { xmlMembers, type XmlStyle } from "./xml-forms";

/** The body in XML's own spelling; what is a list, XML does not say. */
const BODY: XmlStyle = {
  key: "",
  name: ({ name, wire = name }) => wire,
  list: (_, { element = "member", flat }, of) =>
    flat === true ? `*${of}` : `~(${element}=*${of})`,
};

/** Names that are not those on the wire. */
const NAMES: Readonly<Record<string, string>> = { Bucket: "bucketName", Key: "key" };

/** What is written of every request: `Host`, or `host` of a header. */
const EVERY = "Host host";

/** The bucket, the host, the address's query and flags, headers, and the body below the name of its root. */
export function s3Request(forms: Forms, operation: string): string {
  const { input, address = "" } = forms.model.operations.get(operation) ?? {};
  const shape = input === undefined ? undefined : forms.shape(input);
  const members = shape?.kind === "object" ? shape.members : [];
  const flags = [...new URLSearchParams(address.split("?")[1] ?? "").keys()];
  const located = members
    .filter(({ where }) => where !== undefined)
    .map(({ name, wire = name }) => [NAMES[name] ?? wire, ""] as const);
  const body = members.filter(({ where }) => where === undefined);
  const written_ = written([
    ...located,
    ...flags.map((flag) => [flag, ""] as const),
    ...bodyMembers(forms, operation, body),
  ]);
  return `${EVERY} ${written_} ...=?`.replace("  ", " ");
}

/** A policy as it was sent: most of its members may be one or several (IAM user guide, grammar of the policy language). */
const STATEMENT =
  "Action=*s Condition={{*a Effect NotAction=*s NotPrincipal=~{*s NotResource=*s Principal=~{*s Resource=*s Sid";
const POLICY = `(Id Statement=*(${STATEMENT}) Version)`;

function bodyMembers(
  forms: Forms,
  operation: string,
  body: readonly Member[],
): readonly (readonly [string, string])[] {
  if (operation === "PutBucketPolicy") return [["bucketPolicy", POLICY]];
  // What is stored is not told.
  const roots = body.filter(({ of }) => forms.shape(of).kind === "object");
  return roots.map((root) => {
    const content = written([["xmlns", ""], ...xmlMembers(forms, forms.members(root.of), BODY)]);
    return [BODY.name(root), `~(${content})`] as const;
  });
}

/** Headers alone. */
export function s3Response(forms: Forms, operation: string): string {
  const { output } = forms.model.operations.get(operation) ?? {};
  const headers = forms.members(output).filter(({ where }) => where === "header");
  return `${written(headers.map(({ name, wire = name }) => [wire, ""]))} ...=?`.trim();
}
