import { COLUMNS } from "../../../log-sources/aws-cloudtrail/sentinel-table";
import type { EntityMapping } from "../../../rule/sentinel-keys";
import type { KqlExpression, KqlStage } from "../ast";
import { call, column, compare, number, string } from "./build";
import { columnsRead, extend } from "./stages";

/** What ends an ARN: a user's name, a role session's, or `root`. */
const ARN_NAME = "[/:]([^/:]+)$";
const ARN_ACCOUNT = "^arn:[^:]*:[^:]*:[^:]*:([0-9]{12}):";

/**
 * Columns that generated queries add for entities, each after those it reads: the first of its forms
 * whose columns are there. A query over events has those of the first; one that counts has its groups.
 */
const COMPUTED: Readonly<Record<string, readonly KqlExpression[]>> = {
  UserName: [
    // Root has no name of its own; an IAM user has one; a role session's principal is
    // `role id:session name`, and without a session there is nobody to name.
    call(
      "iff",
      compare("==", column("UserIdentityType"), "Root"),
      string("root"),
      call(
        "iff",
        call("isnotempty", column("UserIdentityUserName")),
        column("UserIdentityUserName"),
        extract(":(.*)$", 1, "UserIdentityPrincipalid"),
      ),
    ),
    extract(ARN_NAME, 1, "UserIdentityArn"),
    column("UserIdentityUserName"),
    // Of a principal that has no session, the id: it names one, if not for people.
    extract("[^:]*$", 0, "UserIdentityPrincipalid"),
    column("SessionIssuerUserName"),
    extract(ARN_NAME, 1, "SessionIssuerArn"),
    column("RequestParametersUserName"),
  ],
  Name: [extract("^([^@]*)", 1, "UserName")],
  UpnSuffix: [extract("@(.*)$", 1, "UserName")],
  AccountId: [
    column("UserIdentityAccountId"),
    extract(ARN_ACCOUNT, 1, "UserIdentityArn"),
    column("SessionIssuerAccountId"),
    extract(ARN_ACCOUNT, 1, "SessionIssuerArn"),
  ],
  // AWS services call from host names and from `AWS Internal`.
  IpAddress: [extract("^[0-9.]+$|^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$", 0, "SourceIpAddress")],
};

/** The columns of a query over single events, before any are computed. */
export const EVENT_COLUMNS: readonly string[] = COLUMNS.map(({ name }) => name);

/** What can be computed from the given columns. */
function computedFrom(given: readonly string[]): ReadonlyMap<string, KqlExpression> {
  const known = new Set(given);
  const computed = new Map<string, KqlExpression>();
  for (const [name, forms] of Object.entries(COMPUTED)) {
    const form = forms.find((each) => columnsRead(each).every((read) => known.has(read)));
    if (form === undefined || known.has(name)) continue;
    known.add(name);
    computed.set(name, form);
  }
  return computed;
}

/** The given columns and those that can be computed from them. */
export function resultColumns(given: readonly string[]): readonly string[] {
  return [...given, ...computedFrom(given).keys()];
}

/**
 * Who acted and from where: the entities of a rule that maps none itself. A name is unique within an
 * account only, so the account goes with it. Of two columns for an identifier, the first that is there.
 */
export const DEFAULT_ENTITY_MAPPINGS: readonly EntityMapping[] = [
  {
    entityType: "Account",
    fieldMappings: [
      { identifier: "Name", columnName: "Name" },
      { identifier: "UPNSuffix", columnName: "UpnSuffix" },
      { identifier: "CloudAppAccountId", columnName: "UserIdentityAccountId" },
      { identifier: "CloudAppAccountId", columnName: "AccountId" },
    ],
  },
  { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "IpAddress" }] },
];

/** The stages that add those of `names` that are computed. A name that is given needs none. */
export function columnStages(
  names: readonly string[],
  given: readonly string[],
): readonly KqlStage[] {
  const computed = computedFrom(given);
  const wanted = new Set<string>();
  const want = (name: string): void => {
    const value = computed.get(name);
    if (value === undefined || wanted.has(name)) return;
    wanted.add(name);
    columnsRead(value).forEach(want);
  };
  names.forEach(want);
  const columns = [...computed]
    .filter(([name]) => wanted.has(name))
    .map(([name, value]) => ({ name, value }));
  const isFirst = ({ value }: { readonly value: KqlExpression }) =>
    columnsRead(value).every((read) => !wanted.has(read));
  // Columns of one `extend` do not see each other.
  return [...extend(columns.filter(isFirst)), ...extend(columns.filter((each) => !isFirst(each)))];
}

function extract(source: string, group: number, from: string): KqlExpression {
  return call("extract", string(source), number(group), column(from));
}
