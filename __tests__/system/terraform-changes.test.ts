import { rmSync } from "node:fs";
import { join } from "node:path";

import { AlarmTopic } from "../../constructs";
import { difference, inAws } from "../support/aws-state";
import { startDeployment, type Deployment, type PlannedChange } from "../support/deployment";
import { expectedDeployment } from "../support/expected-deployment";
import { describeIf } from "../support/optional";
import { PACK, synthesisePack } from "../support/pack-stack";
import {
  calls,
  callsOfTwoFilters,
  packFile,
  packFiles,
  packId,
  writePack,
  type PackFile,
  type RuleText,
} from "../support/rule-pack";
import { terraformTools } from "../support/terraform";

const TOPIC = "arn:aws:sns:us-east-1:123456789012:detections";
/** A critical rule, deployed without paging anybody. */
const SHADOWED = 4;

/** The construct path of a resource of a rule. */
function of(number: number, resource: string): string {
  return `detections/${packId(number)}/CloudWatch/${resource}`;
}

/** The name of a rule's filter in both log groups. */
function filters(number: number, part = ""): readonly string[] {
  return PACK.logGroups.map((group) => `filter ${group} acme/${packId(number)}${part}`);
}

const alarm = (number: number) =>
  `alarm acme/Rule ${number} of the pack ${packId(number).slice(0, 8)}`;
const query = (number: number) => `query acme/detections/${packId(number)}`;

const CREATE: PlannedChange = { actions: ["create"], attributes: [] };
const DELETE: PlannedChange = { actions: ["delete"], attributes: [] };
const update = (...attributes: readonly string[]): PlannedChange => ({
  actions: ["update"],
  attributes,
});

/** What an alarm compares: one metric, or an expression over it. */
const MEASURE = ["metric_name", "metric_query", "namespace", "period", "statistic"];

interface Change {
  /** What somebody does to the rules. */
  readonly what: string;
  readonly edit: (files: readonly PackFile[]) => readonly PackFile[];
  readonly planned: Readonly<Record<string, PlannedChange>>;
  readonly added?: readonly string[];
  readonly changed?: readonly string[];
  readonly removed?: readonly string[];
}

/** Puts keys in place of those of one rule. */
function edited(files: readonly PackFile[], number: number, keys: RuleText): readonly PackFile[] {
  return files.map((file) =>
    file.rule["id"] === packId(number) ? { ...file, rule: { ...file.rule, ...keys } } : file,
  );
}

const CHANGES: readonly Change[] = [
  {
    what: "a new title replaces one alarm",
    edit: (files) => edited(files, 12, { title: "Another title" }),
    planned: { [of(12, "Alarm")]: { actions: ["delete", "create"], attributes: ["alarm_name"] } },
    added: ["alarm acme/Another title d37ec712"],
    removed: [alarm(12)],
  },
  {
    what: "other conditions change filters, queries and alarm texts in place, as far as they differ",
    edit: (files) => {
      const changed = edited(files, 18, { detection: calls("AnotherCall") });
      // Too many calls for one filter, few enough for one, nothing more that a filter has to leave out.
      const grown = edited(changed, 19, { detection: calls(...callsOfTwoFilters(19)) });
      const shrunk = edited(grown, 13, { detection: calls("Call13") });
      return edited(shrunk, 3, { detection: calls("Call3") });
    },
    planned: {
      [of(18, "Filter")]: update("pattern"),
      [of(18, "Filter-second")]: update("pattern"),
      [of(18, "Query")]: update("query_string"),
      [of(19, "Filter")]: update("pattern"),
      [of(19, "Filter-second")]: update("pattern"),
      [of(19, "Filter2")]: CREATE,
      [of(19, "Filter2-second")]: CREATE,
      [of(19, "Query")]: update("query_string"),
      [of(13, "Filter")]: update("pattern"),
      [of(13, "Filter-second")]: update("pattern"),
      [of(13, "Filter2")]: DELETE,
      [of(13, "Filter2-second")]: DELETE,
      [of(13, "Query")]: update("query_string"),
      [of(3, "Alarm")]: update("alarm_description"),
      [of(3, "Query")]: update("query_string"),
    },
    added: filters(19, "-2"),
    changed: [
      ...[13, 18, 19].flatMap((number) => [...filters(number), query(number)]),
      alarm(3),
      query(3),
    ],
    removed: filters(13, "-2"),
  },
  {
    what: "other triggers and another level change alarms alone, in place",
    edit: (files) => {
      const plain = edited(files, 2, { triggerOperator: "gt", triggerThreshold: 0 });
      const exact = edited(plain, 6, { triggerOperator: "eq", triggerThreshold: 3 });
      const { correlation } = packFile(5).rule;
      const more = { ...Object(correlation), condition: { gte: 6 } };
      return edited(edited(exact, 5, { correlation: more }), 11, { level: "critical" });
    },
    planned: {
      [of(2, "Alarm")]: update(...MEASURE),
      [of(6, "Alarm")]: update(...MEASURE),
      [of(5, "Alarm")]: update("threshold"),
      [of(11, "Alarm")]: update("alarm_actions", "ok_actions", "tags", "tags_all"),
    },
    changed: [alarm(2), alarm(5), alarm(6), alarm(11)],
  },
  {
    what: "a rule that is removed takes exactly its resources along, one that is added brings its own",
    edit: (files) => [...files.filter(({ rule }) => rule["id"] !== packId(25)), packFile(66)],
    planned: {
      [of(25, "Filter")]: DELETE,
      [of(25, "Filter-second")]: DELETE,
      [of(25, "Filter2")]: DELETE,
      [of(25, "Filter2-second")]: DELETE,
      [of(25, "Alarm")]: DELETE,
      [of(25, "Query")]: DELETE,
      [of(66, "Filter")]: CREATE,
      [of(66, "Filter-second")]: CREATE,
      [of(66, "Alarm")]: CREATE,
      [of(66, "Query")]: CREATE,
    },
    added: [...filters(66), alarm(66), query(66)],
    removed: [...filters(25), ...filters(25, "-2"), alarm(25), query(25)],
  },
];

const tools = terraformTools();
const missing = tools.kind === "missing" ? tools.what : "";

// Each test goes on from what the one before has deployed.
describeIf(tools.kind === "found", missing, "a pack of sixty rules, changed over its life", () => {
  if (tools.kind === "missing") return;
  jest.setTimeout(600_000);
  let at: Deployment;
  let files = packFiles();

  beforeAll(async () => {
    at = await startDeployment(tools, PACK.logGroups);
  });
  afterAll(() => at.stop());

  function synthesise(order: (paths: readonly string[]) => readonly string[] = (all) => all) {
    const folder = join(at.work, "rules");
    rmSync(folder, { recursive: true, force: true });
    const paths = writePack(folder, files);
    synthesisePack(at, order(paths), (stack) => {
      const { arn } = new AlarmTopic(stack, "alarms", { topicName: "detections" });
      return {
        alarmActionsByLevel: { high: [arn], critical: [arn] },
        okActionsByLevel: { critical: [arn] },
        overrides: { [packId(SHADOWED)]: { shadow: true } },
        tags: { team: "detections" },
      };
    });
    return paths;
  }

  /** Fails where a plan would do anything. */
  async function expectPlanIsClean(): Promise<void> {
    await at.terraform("plan", "-detailed-exitcode");
  }

  test("is applied as compiled, and plans clean", async () => {
    const paths = synthesise();
    await at.terraform("init");
    await at.terraform("apply", "-auto-approve");
    const found = await inAws(at.aws);
    const expected = expectedDeployment(paths, PACK);
    expect(Object.keys(found)).toEqual(Object.keys(expected).sort());
    expect(found).toMatchObject(expected);
    expect(await at.aws.topics()).toEqual([TOPIC]);
    await expectPlanIsClean();
  });

  test("tells whom its levels name, and nobody of what is shadowed", async () => {
    const found = await inAws(at.aws);
    const told = (number: number) => {
      const { AlarmActions, OKActions, ActionsEnabled } = found[alarm(number)] ?? {};
      return { AlarmActions, OKActions, ActionsEnabled };
    };
    const quiet = { AlarmActions: [], OKActions: [], ActionsEnabled: true };
    expect(told(6)).toEqual(quiet);
    expect(told(7)).toEqual(quiet);
    expect(told(8)).toEqual({ ...quiet, AlarmActions: [TOPIC] });
    const both = { AlarmActions: [TOPIC], OKActions: [TOPIC], ActionsEnabled: true };
    expect(told(9)).toEqual(both);
    expect(told(SHADOWED)).toEqual({ ...both, ActionsEnabled: false });
  });

  test("tags every alarm with its rule", async () => {
    const { AlarmArn = "" } = (await inAws(at.aws))[alarm(9)] ?? {};
    const answer = await at.aws.call("cloudwatch", "ListTagsForResource", {
      ResourceARN: AlarmArn,
    });
    const tag = (Key: string, Value: string) => ({ Key, Value });
    expect(answer["Tags"]).toEqual(
      expect.arrayContaining([
        tag("detection:rule-id", packId(9)),
        tag("detection:level", "critical"),
        tag("detection:techniques", "T1098"),
        tag("detection:version", "1.0.0"),
        tag("team", "detections"),
      ]),
    );
    expect(answer["Tags"]).toHaveLength(5);
  });

  test("stays as it is where a file is renamed", async () => {
    const [first, ...others] = files;
    if (first === undefined) throw new Error("the pack has rules");
    files = [...others, { ...first, name: "moved/to/another-folder.yml" }];
    synthesise();
    await expectPlanIsClean();
  });

  test("stays as it is where its files come in another order", async () => {
    synthesise((paths) => [...paths].reverse());
    await expectPlanIsClean();
  });

  test.each(CHANGES)("$what", async ({ edit, planned, added, changed, removed }) => {
    files = edit(files);
    synthesise();
    expect(await at.plan()).toEqual(planned);
    const before = await inAws(at.aws);
    await at.terraform("apply", "plan");
    expect(difference(before, await inAws(at.aws))).toEqual({
      added: [...(added ?? [])].sort(),
      changed: [...(changed ?? [])].sort(),
      removed: [...(removed ?? [])].sort(),
    });
    await expectPlanIsClean();
  });

  test("is in the end what its rules compile to, and is destroyed without remainder", async () => {
    const found = await inAws(at.aws);
    const expected = expectedDeployment(synthesise(), PACK);
    expect(Object.keys(found)).toEqual(Object.keys(expected).sort());
    expect(found).toMatchObject(expected);

    await at.terraform("destroy", "-auto-approve");
    expect(await inAws(at.aws)).toEqual({});
    expect(await at.aws.topics()).toEqual([]);
    expect(await at.aws.keyStates()).toEqual(["PendingDeletion"]);
  });
});
