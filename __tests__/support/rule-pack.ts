import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A document of a rule file. */
export type RuleText = Readonly<Record<string, unknown>>;

/** A file of the pack: the rule that is deployed, and before it what the rule counts. */
export interface PackFile {
  readonly name: string;
  readonly rule: RuleText;
  readonly counted?: readonly RuleText[];
}

const SIZE = 60;
const LEVELS = ["informational", "low", "medium", "high", "critical"] as const;

/** Template and token syntax of Terraform and CDKTF, as words in a text. */
export const TEMPLATE_WORDS = String.raw`${"${"}file("x")} %{ if true } "quoted" $${"${"}doubled} ${"${"}TfToken[TOKEN.0]} $${"${"}TfToken[TOKEN.1]} \d`;

/** The id of a rule of the pack; its first part, which the alarm's name ends in, has the number. */
export function packId(number: number): string {
  const digits = String(number).padStart(2, "0");
  return `d37ec7${digits}-0000-4000-8000-0000000000${digits}`;
}

/** Sixty rules, a file each, of every shape that becomes other resources. */
export function packFiles(): readonly PackFile[] {
  return Array.from({ length: SIZE }, (_, index) => packFile(index + 1));
}

/** One of them; numbers beyond sixty are like those before. */
export function packFile(number: number): PackFile {
  const name = `rule-${String(number).padStart(2, "0")}.yml`;
  if (number === SIZE)
    return { name: `%{ if true }${"${"}path.module}.yml`, rule: template(number) };
  const rule = { ...head(number), logsource: LOG_SOURCE, detection: calls(`Call${number}`) };
  switch (number % 12) {
    case 1:
      return { name, rule: { ...rule, detection: calls(...callsOfTwoFilters(number)) } };
    case 2:
      return { name, rule: { ...rule, triggerOperator: "eq", triggerThreshold: 3 } };
    case 3:
      return { name, rule: { ...rule, accept: "wider", detection: notForOneself(number) } };
    case 4:
      return { name, rule: { ...rule, triggerOperator: "lt", triggerThreshold: 1 } };
    case 5:
      return {
        name,
        counted: [{ ...rule, id: `c${packId(number).slice(1)}` }],
        rule: {
          ...head(number),
          accept: "wider",
          correlation: fiveOf(`c${packId(number).slice(1)}`),
        },
      };
    case 9: {
      const ids = ["a", "b"].map((first) => `${first}${packId(number).slice(1)}`);
      return {
        name,
        counted: ids.map((id, index) => ({
          ...rule,
          id,
          detection: calls(`Call${number}Part${index + 1}`),
        })),
        rule: {
          ...head(number),
          accept: "wider",
          correlation: { type: "temporal", rules: ids, timespan: "10m" },
        },
      };
    }
    default:
      return { name, rule };
  }
}

/** Writes the files to a folder, and returns their paths in the same order. */
export function writePack(folder: string, files: readonly PackFile[]): readonly string[] {
  return files.map(({ name, rule, counted }) => {
    const path = join(folder, name);
    const documents = [...(counted ?? []), rule];
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, documents.map((each) => JSON.stringify(each)).join("\n---\n"));
    return path;
  });
}

/** The selection of a rule: some calls of one service. */
export function calls(...eventName: readonly string[]): RuleText {
  return {
    selection: { eventSource: "iam.amazonaws.com", eventName },
    condition: "selection",
  };
}

/** More calls than fit into one filter: each takes some 30 of the 1,024 characters of a pattern. */
export function callsOfTwoFilters(number: number): readonly string[] {
  return Array.from({ length: 40 }, (_, index) => `Call${number}WithSuffix${index}`);
}

const LOG_SOURCE = { product: "aws", service: "cloudtrail" } as const;

function head(number: number) {
  return {
    title: `Rule ${number} of the pack`,
    id: packId(number),
    status: "test",
    description: `Somebody did what rule ${number} is about.`,
    level: LEVELS[number % LEVELS.length],
    tags: ["attack.persistence", "attack.t1098"],
    version: "1.0.0",
  };
}

/** A condition that no metric filter has: two fields are compared. */
function notForOneself(number: number): RuleText {
  return {
    ...calls(`Call${number}`),
    own: { "userIdentity.userName|fieldref": "requestParameters.userName" },
    condition: "selection and not own",
  };
}

function fiveOf(id: string): RuleText {
  return { type: "event_count", rules: [id], timespan: "10m", condition: { gte: 5 } };
}

/** Every text that a rule may write freely. */
function template(number: number): RuleText {
  const { selection } = calls(`Call${number}`);
  return {
    ...head(number),
    title: `Template ${TEMPLATE_WORDS}`,
    name: `name ${TEMPLATE_WORDS}`,
    description: `First ${TEMPLATE_WORDS}.\nThen\t%{ for } on a line of its own.`,
    author: `Author ${TEMPLATE_WORDS}`,
    references: [`https://example.com/${TEMPLATE_WORDS}`],
    falsepositives: [TEMPLATE_WORDS],
    license: TEMPLATE_WORDS,
    fields: [TEMPLATE_WORDS],
    runbook: `https://example.com/runbook/${TEMPLATE_WORDS}`,
    owner: TEMPLATE_WORDS,
    logsource: { ...LOG_SOURCE, definition: TEMPLATE_WORDS },
    detection: {
      selection: {
        ...(typeof selection === "object" ? selection : {}),
        "requestParameters.x|cased": TEMPLATE_WORDS,
        "requestParameters.y|cased|expand": "%value%",
      },
      condition: "selection",
    },
  };
}
