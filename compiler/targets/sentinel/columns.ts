import type { EntityMapping } from "../../rule/schema";
import type { Expression, FunctionName, NonEmpty, NamedExpression, Stage } from "./ast";
import { columnNamed, COLUMNS } from "./table";

/** Columns that generated queries add for entity mappings, each after those it reads. */
const COMPUTED: Readonly<Record<string, { readonly reads: readonly string[]; value: Expression }>> =
  {
    // An IAM user has a user name; of a role session the principal is `role id:session name`.
    UserName: {
      reads: [],
      value: call(
        "iff",
        call("isnotempty", column("UserIdentityUserName")),
        column("UserIdentityUserName"),
        extract("([^:]*)$", 1, "UserIdentityPrincipalid"),
      ),
    },
    Name: { reads: ["UserName"], value: extract("^([^@]*)", 1, "UserName") },
    UpnSuffix: { reads: ["UserName"], value: extract("@(.*)$", 1, "UserName") },
    // AWS services call from host names and from `AWS Internal`.
    IpAddress: {
      reads: [],
      value: extract("^[0-9.]+$|^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$", 0, "SourceIpAddress"),
    },
  };

/** Every column that a generated query's result can have. */
export const RESULT_COLUMNS: readonly string[] = [
  ...Object.keys(COMPUTED),
  ...COLUMNS.map(({ name }) => name),
];

/** Who acted and from where: the entities of a rule that maps none itself. */
export const DEFAULT_ENTITY_MAPPINGS: readonly EntityMapping[] = [
  {
    entityType: "Account",
    fieldMappings: [
      { identifier: "Name", columnName: "Name" },
      { identifier: "UPNSuffix", columnName: "UpnSuffix" },
    ],
  },
  { entityType: "IP", fieldMappings: [{ identifier: "Address", columnName: "IpAddress" }] },
];

/** The stages that add those of `names` that are computed. A name of the table's own needs none. */
export function columnStages(names: readonly string[]): readonly Stage[] {
  const wanted = new Set(names.filter((name) => !columnNamed(name) && name in COMPUTED));
  for (const name of [...wanted]) COMPUTED[name]?.reads.forEach((read) => wanted.add(read));
  const columns = Object.entries(COMPUTED).filter(([name]) => wanted.has(name));
  // Columns of one `extend` do not see each other.
  return [
    columns.filter(([, { reads }]) => reads.length === 0),
    columns.filter(([, { reads }]) => reads.length > 0),
  ]
    .map((group) => group.map(([name, { value }]): NamedExpression => ({ name, value })))
    .flatMap((group): Stage[] => (isFilled(group) ? [{ kind: "extend", columns: group }] : []));
}

function isFilled<T>(items: readonly T[]): items is NonEmpty<T> {
  return items.length > 0;
}

function column(name: string): Expression {
  return { kind: "column", name };
}

function call(name: FunctionName, ...operands: readonly Expression[]): Expression {
  return { kind: "call", function: name, arguments: operands };
}

function extract(source: string, group: number, from: string): Expression {
  return call(
    "extract",
    { kind: "string", value: source },
    { kind: "number", value: group },
    column(from),
  );
}
