import { compile } from "../compiler/compile";
import { Diagnostics, formatDiagnostic } from "../compiler/core/diagnostic";
import type { Json } from "../compiler/core/json";
import type { ResolvedRule } from "../compiler/ir/rule";
import { loadRule } from "../compiler/rule-set/load-rule";
import { CODES } from "./codes";

/** A member of a call, as a rule names it. */
export interface Member {
  readonly source: string;
  readonly call: string;
  readonly path: string;
}

/** What AWS may write at a member, each with a call that does. */
const KINDS = {
  "a text": ["kms", "CreateGrant", "requestParameters.granteePrincipal"],
  "a number": ["kms", "EnableKeyRotation", "requestParameters.rotationPeriodInDays"],
  "a boolean": ["kms", "CreateKey", "requestParameters.multiRegion"],
  "a time, or a text, number or boolean": [
    "appstream2",
    "UpdateApplication",
    "responseElements.application.createdTime",
  ],
  "an object or a map": ["kms", "CreateGrant", "requestParameters.constraints"],
  "an object, or a text in its place": [
    "s3",
    "PutBucketTagging",
    "requestParameters.Tagging.TagSet",
  ],
  "an array of texts, numbers or booleans": ["kms", "CreateGrant", "requestParameters.operations"],
  "a member of the objects of an array": ["kms", "CreateKey", "requestParameters.tags.tagValue"],
  "an array of objects": ["kms", "CreateKey", "requestParameters.tags"],
  "what lies in an array within an array's objects": [
    "ec2",
    "AuthorizeSecurityGroupIngress",
    "requestParameters.ipPermissions.items.ipRanges.items.cidrIp",
  ],
  "one value, or an array of several": [
    "s3",
    "PutAccessPointConfigurationForObjectLambda",
    "requestParameters.Configuration.AllowedFeatures.AllowedFeature",
  ],
  "a member of one object or of several": [
    "s3",
    "PutBucketAcl",
    "requestParameters.AccessControlPolicy.AccessControlList.Grant.Grantee.URI",
  ],
  "what is not known": [
    "sso-oauth",
    "PutApplicationAuthenticationMethod",
    "requestParameters.authenticationMethod.iam.actorPolicy",
  ],
} as const satisfies Readonly<Record<string, readonly [string, string, string]>>;

/** The same for an order of numbers. */
const ORDERED = {
  "a number itself": KINDS["a number"],
  "an array of numbers": ["transfer", "CreateUser", "requestParameters.posixProfile.secondaryGids"],
  "a number in the objects of an array": [
    "memory-db",
    "CreateCluster",
    "responseElements.cluster.shards.numberOfNodes",
  ],
  "a text, or what may be one": KINDS["a text"],
} as const satisfies Readonly<Record<string, readonly [string, string, string]>>;

const ALL = { ...KINDS, ...ORDERED };
export type Kind = keyof typeof ALL;

/** A detection item without its field: modifiers and a value. */
export type Asked = readonly [modifiers: string, value: Json];

/** What a rule may ask of a member. */
export const ASKED = {
  text: [
    ["", "Alpha-7"],
    ["|cased", "Alpha-7"],
    ["|contains", "lpha-"],
    ["|startswith", "alpha"],
    ["|endswith", "-7"],
    ["|neq", "Alpha-7"],
    ["|re", "^[Aa]lpha-[0-9]$"],
    ["", ["alpha-7", "beta"]],
  ],
  number: [
    ["", 5],
    ["", [5, 7]],
    ["|neq", 5],
    ["", "5"],
  ],
  boolean: [
    ["", true],
    ["", false],
    ["", "true"],
    ["|neq", true],
  ],
  order: [
    ["|gt", 5],
    ["|gte", 5],
    ["|lt", 5.5],
    ["|lte", 5],
    ["|gt", -1],
  ],
  null: [
    ["", null],
    ["|neq", null],
  ],
  exists: [
    ["|exists", true],
    ["|exists", false],
  ],
} as const satisfies Readonly<Record<string, readonly Asked[]>>;

/** Which values are asked for at a kind of member. @default - texts */
const VALUES: Readonly<Partial<Record<Kind, "number" | "boolean">>> = {
  ...{ "a number": "number", "a boolean": "boolean" },
};

export type Question = "value" | "order" | "null" | "exists";

export const POLARITIES = ["positive", "not", "or", "not or"] as const;
export type Polarity = (typeof POLARITIES)[number];

const CONDITIONS: Readonly<Record<Polarity, string>> = {
  positive: "call and member",
  not: "call and not member",
  or: "call and (member or tool)",
  "not or": "call and not (member or tool)",
};

/** A rule about the member of its call, in JSON, which is YAML. */
export function ruleOn(member: Member, [modifiers, value]: Asked, polarity: Polarity): string {
  return JSON.stringify({
    title: "A member of a call",
    id: "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a55",
    status: "test",
    level: "low",
    logsource: { product: "aws", service: "cloudtrail" },
    detection: {
      call: { eventSource: member.source, eventName: member.call },
      member: { [`${member.path}${modifiers}`]: value },
      ...(polarity.endsWith("or") ? { tool: { "userAgent|cased|startswith": "tool" } } : {}),
      condition: CONDITIONS[polarity],
    },
  });
}

/** Whether the member's own test stands negated in the rule. */
export function isNegated([modifiers, value]: Asked, polarity: Polarity): boolean {
  const turned = modifiers.includes("neq") || (modifiers === "|exists" && value === false);
  return turned !== polarity.startsWith("not");
}

export function loaded(rule: string): ResolvedRule {
  const diagnostics = new Diagnostics();
  const resolved = loadRule(rule, diagnostics);
  if (resolved === undefined) throw new Error(diagnostics.all.map(formatDiagnostic).join("\n"));
  return resolved;
}

/** What becomes of questions of one kind on one target. */
export interface Cell {
  /** `exact`, or `wider` and the codes of why. */
  readonly verdicts: ReadonlySet<string>;
  /** What `exact` rests on, of `the field`. */
  readonly assumptions: ReadonlySet<string>;
}

type Column = "cloudwatch" | "sentinel";

/** What every rule with an event's name rests on, and what is so of a name, not of a kind. */
const OF_NAMES = /^values of eventName |^the quoted form of a field name/;

/** The verdict with its codes, and what it rests on besides names. */
export function outcome(
  {
    verdict,
    reasons,
    assumptions,
  }: Pick<ReturnType<typeof compile>, "verdict" | "reasons" | "assumptions">,
  path: string,
): { readonly verdict: string; readonly assumptions: readonly string[] } {
  const codes = [...new Set(reasons.map(({ code }) => code))].sort();
  return {
    verdict: [verdict, ...codes].join(" "),
    assumptions: assumptions
      .filter((text) => verdict === "exact" && !OF_NAMES.test(text))
      .map((text) => text.replaceAll(path, "the field")),
  };
}

const cells = new Map<string, Cell>();

/** What the page says of a question about a kind of member. */
export function cellOf(kind: Kind, question: Question, negated: boolean, target: Column): Cell {
  const key = JSON.stringify([kind, question, negated, target]);
  const found = cells.get(key) ?? made(kind, question, negated, target);
  cells.set(key, found);
  return found;
}

function made(kind: Kind, question: Question, negated: boolean, target: Column): Cell {
  const member = exampleOf(kind);
  const asked: readonly Asked[] = ASKED[question === "value" ? (VALUES[kind] ?? "text") : question];
  const outcomes = asked.flatMap((each) =>
    (["positive", "not"] as const)
      .filter((polarity) => isNegated(each, polarity) === negated)
      .map((polarity) =>
        outcome(
          compile(loaded(ruleOn(member, each, polarity)), target, { accept: "wider" }),
          member.path,
        ),
      ),
  );
  return {
    verdicts: new Set(outcomes.map(({ verdict }) => verdict)),
    assumptions: new Set(outcomes.flatMap(({ assumptions }) => assumptions)),
  };
}

const QUESTIONS: readonly (readonly [Question, heading: string, about: string])[] = [
  [
    "value",
    "A value",
    "Texts with `contains`, `startswith`, `endswith`, `re` and `cased`, numbers, booleans.",
  ],
  ["order", "Order", "`lt`, `lte`, `gt`, `gte`."],
  ["null", "`null`", "That nothing but null is reached; under `not`: that something is."],
  ["exists", "`exists`", "That anything is reached, null too."],
];

/** What becomes of tests of each kind of member that a call has, as Markdown. */
export function typesPage(): string {
  const meanings = new Map(CODES);
  const notes = new Map<string, number>();
  const codes = new Set<string>();
  const shown = (kind: Kind, question: Question, negated: boolean, target: Column): string => {
    const { verdicts, assumptions } = cellOf(kind, question, negated, target);
    const numbers = [...assumptions].sort().map((text) => {
      if (!notes.has(text)) notes.set(text, notes.size + 1);
      return notes.get(text)!;
    });
    for (const verdict of verdicts)
      for (const code of verdict.match(/DET\d+/g) ?? []) codes.add(code);
    const said = [...verdicts].sort().join(", or ");
    return numbers.length === 0 ? said : `${said} [${numbers.sort((a, b) => a - b).join(", ")}]`;
  };
  const tables = QUESTIONS.flatMap(([question, heading, about]) => [
    `## ${heading}`,
    "",
    about,
    "",
    "| the member is | CloudWatch | …under `not` | Sentinel | …under `not` |",
    "| --- | --- | --- | --- | --- |",
    ...(question === "order" ? kinds(ORDERED) : kinds(KINDS)).map((kind) => {
      const row = (["cloudwatch", "sentinel"] as const).flatMap((target) =>
        [false, true].map((negated) => shown(kind, question, negated, target)),
      );
      return `| ${[kind, ...row].join(" | ")} |`;
    }),
    "",
  ]);
  return [
    "# Arrays, types and calls",
    "",
    "What becomes of a test of a member of `requestParameters` or `responseElements`, by what AWS's models of its APIs say",
    "that the member is where the rule names `eventSource` and `eventName`. Made from the compiler; a test compiles rules on",
    "members of 200 calls of more than 40 services and finds the same, and has events of each shape matched as the rule",
    "means on every engine ([decisions/0009-arrays.md](decisions/0009-arrays.md), [decisions/0010-elements-in-queries.md](decisions/0010-elements-in-queries.md)).",
    "A number in brackets is what `exact` rests on besides; `wider` leaves the test out, so that more is matched.",
    "",
    ...tables,
    "## What `exact` rests on",
    "",
    ...[...notes].map(([text, number]) => `${number}. ${text}`),
    "",
    "## Why a test is left out",
    "",
    ...[...codes].sort().map((code) => `- ${code}: ${meanings.get(code)?.meaning ?? ""}`),
    "",
  ].join("\n");
}

const kinds = (of: object): readonly Kind[] => Object.keys(of) as Kind[];

/** Every kind that the page has a row of. */
export const KINDS_OF_MEMBERS = kinds(ALL);

/** The member that stands for a kind. */
export function exampleOf(kind: Kind): Member {
  const [service, call, path] = ALL[kind];
  return { source: `${service}.amazonaws.com`, call, path };
}
