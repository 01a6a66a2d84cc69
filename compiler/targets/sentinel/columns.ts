import type { EntityMapping } from "../../rule/sentinel-keys";
import type { Expression, Stage } from "./ast";
import { call, column, compare, number, string } from "./build";
import { columnsRead, extend } from "./stages";
import { COLUMNS } from "./table";

/** Columns that generated queries add for entities, each after those it reads. */
const COMPUTED: Readonly<Record<string, Expression>> = {
  // Root has no name of its own; an IAM user has one; a role session's principal is
  // `role id:session name`, and without a session there is nobody to name.
  UserName: call(
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
  Name: extract("^([^@]*)", 1, "UserName"),
  UpnSuffix: extract("@(.*)$", 1, "UserName"),
  // AWS services call from host names and from `AWS Internal`.
  IpAddress: extract("^[0-9.]+$|^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$", 0, "SourceIpAddress"),
};

/** Every column that a generated query over single events can have. */
export const RESULT_COLUMNS: readonly string[] = resultColumns(COLUMNS.map(({ name }) => name));

/** The given columns and those that can be computed from them. */
export function resultColumns(given: readonly string[]): readonly string[] {
  const known = new Set(given);
  for (const [name, value] of Object.entries(COMPUTED)) {
    if (columnsRead(value).every((read) => known.has(read))) known.add(name);
  }
  return [...known];
}

/**
 * Who acted and from where: the entities of a rule that maps none itself. A name is unique within an
 * account only, so the account goes with it.
 */
export const DEFAULT_ENTITY_MAPPINGS: readonly EntityMapping[] = [
  {
    entityType: "Account",
    fieldMappings: [
      { identifier: "Name", columnName: "Name" },
      { identifier: "UPNSuffix", columnName: "UpnSuffix" },
      { identifier: "CloudAppAccountId", columnName: "UserIdentityAccountId" },
    ],
  },
  { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "IpAddress" }] },
];

/** The stages that add those of `names` that are computed. A name of the table's own needs none. */
export function columnStages(names: readonly string[]): readonly Stage[] {
  const wanted = new Set<string>();
  const want = (name: string): void => {
    const value = COMPUTED[name];
    if (value === undefined || wanted.has(name)) return;
    wanted.add(name);
    columnsRead(value).forEach(want);
  };
  names.filter((name) => Object.hasOwn(COMPUTED, name)).forEach(want);
  const columns = Object.entries(COMPUTED)
    .filter(([name]) => wanted.has(name))
    .map(([name, value]) => ({ name, value }));
  const isFirst = ({ value }: { readonly value: Expression }) =>
    columnsRead(value).every((read) => !wanted.has(read));
  // Columns of one `extend` do not see each other.
  return [...extend(columns.filter(isFirst)), ...extend(columns.filter((each) => !isFirst(each)))];
}

function extract(source: string, group: number, from: string): Expression {
  return call("extract", string(source), number(group), column(from));
}
