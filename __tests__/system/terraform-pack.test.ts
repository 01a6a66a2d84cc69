import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { member } from "../../compiler/core/json";
import { AlarmTopic } from "../../constructs";
import { detections } from "../cli/command";
import { difference, inAws, inState } from "../support/aws-state";
import type { RunningGroup } from "../support/child-group";
import { startDeployment, type Deployment, type PlannedChange } from "../support/deployment";
import { expectedDeployment } from "../support/expected-deployment";
import { describeIf } from "../support/optional";
import { alarm, CHANGES } from "../support/pack-changes";
import { PACK, synthesisePack } from "../support/pack-stack";
import { packFiles, packId, writePack } from "../support/rule-pack";
import { terraformTools } from "../support/terraform";

/** What policies say as JSON, as far as it is looked at here. */
interface Held {
  readonly policies: readonly {
    readonly id: string;
    readonly resources: readonly { readonly address: string; readonly outcome: string }[];
  }[];
  readonly diagnostics: readonly { readonly severity: string }[];
}

const TOPIC = "arn:aws:sns:us-east-1:123456789012:detections";
/** A critical rule, deployed without paging anybody. */
const SHADOWED = 4;

const tools = terraformTools();
const missing = tools.kind === "missing" ? tools.what : "";

// Each test goes on from what the one before has deployed.
describeIf(tools.kind === "found", missing, "the life of a pack of sixty rules", () => {
  if (tools.kind === "missing") return;
  jest.setTimeout(600_000);
  let at: Deployment;
  let files = packFiles();

  beforeAll(async () => {
    at = await startDeployment(tools, PACK.logGroups);
    synthesise();
    await at.terraform("init");
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

  /** Fails where AWS has anything but what the rules compile to. */
  async function expectDeployed(paths: readonly string[]) {
    const found = await inAws(at.aws);
    const expected = expectedDeployment(paths, PACK);
    expect(Object.keys(found)).toEqual(Object.keys(expected).sort());
    expect(found).toMatchObject(expected);
    return found;
  }

  /** Fails where a plan would do anything. */
  async function expectPlanIsClean(): Promise<void> {
    await at.terraform("plan", "-detailed-exitcode");
  }

  /** Waits until the endpoint holds an answer back: the run cannot end, and something is half done. */
  async function inTheMiddle(run: RunningGroup, held: Promise<void>): Promise<void> {
    const ended = run.ended.then(({ stdout }) => {
      throw new Error(`ended before its middle\n${stdout.slice(-2000)}`);
    });
    await Promise.race([held, ended]);
  }

  /**
   * The saved queries that AWS has and the state does not. Metric filters and alarms are known by their
   * names, so that the next apply takes them over; a query gets its id from AWS, and who is stopped
   * before the answer never learns it. Who is stopped between the answer and the first read knows `id`
   * alone, and replaces the query with the next apply.
   */
  async function unknownQueries(): Promise<readonly string[]> {
    const known = Object.values(inState(at.state())).map((each) => each["id"]);
    const queries = await at.aws.queryDefinitions();
    return queries.flatMap((each) => {
      const id = member(each, "queryDefinitionId");
      return typeof id !== "string" || known.includes(id) ? [] : [id];
    });
  }

  test("policies find the same in its first plan, which knows more, as in what is synthesised", async () => {
    await at.terraform("plan", "-out=first");
    const { stdout } = await at.terraform("show", "-json", "first");
    writeFileSync(join(at.work, "plan.json"), stdout);
    const found = async (path: string) => {
      const asked = ["alarm-without-action", "topic-not-encrypted", "topic-key-locks-out"];
      const required = asked.flatMap((id) => ["--require", id]);
      const ran = await detections(at.work, "policy", path, ...required, "--format", "json");
      const { policies, diagnostics }: Held = JSON.parse(ran.stdout);
      expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      const all = policies.flatMap(({ id, resources }) =>
        resources.map(({ address, outcome }) => `${id} ${outcome} ${address}`),
      );
      return all.sort();
    };
    const planned = await found("plan.json");
    expect(planned).toEqual(await found("terraform/cdk.tf.json"));
    const of = (id: string) => planned.filter((each) => each.startsWith(`${id} `));
    expect(of("topic-key-locks-out")).toEqual([expect.stringContaining(" fine ")]);
    expect(of("alarm-actions-disabled").filter((each) => !each.includes(" fine "))).toHaveLength(1);
    // Of ten levels in turn two are high, and two critical: they alone have a topic.
    const told = of("alarm-without-action").filter((each) => each.includes(" fine "));
    expect([told.length, of("alarm-without-action").length]).toEqual([24, 60]);
    expect(planned.join()).not.toContain(" unknown ");
  });

  test("an apply that is interrupted with Ctrl-C keeps what it has made", async () => {
    const held = at.aws.hold("DescribeQueryDefinitions", 20);
    const apply = at.start("apply", "-auto-approve");
    await inTheMiddle(apply, held);
    apply.interrupt();
    const { code, stdout } = await apply.ended;
    expect(code).toBe(1);
    expect(stdout).toContain("Interrupt received.");
    const made = Object.keys(inState(at.state()));
    expect(made.length).toBeGreaterThan(30);
    expect(Object.keys(await inAws(at.aws))).toEqual(expect.arrayContaining(made));
  });

  test("an apply that is killed with the machine keeps what it has made", async () => {
    const before = Object.keys(inState(at.state())).length;
    const unknown = await unknownQueries();
    // One thing after the other, so that only the query without an answer is in the making.
    const held = at.aws.hold("PutQueryDefinition", 5);
    const apply = at.start("apply", "-auto-approve", "-parallelism=1");
    await inTheMiddle(apply, held);
    apply.kill();
    expect((await apply.ended).code).toBe(null);
    expect(Object.keys(inState(at.state())).length).toBeGreaterThan(before);
    expect(await unknownQueries()).toHaveLength(unknown.length + 1);
  });

  test("the next apply completes it: AWS has what the rules compile to", async () => {
    await at.terraform("apply", "-auto-approve");
    for (const queryDefinitionId of await unknownQueries()) {
      await at.aws.call("logs", "DeleteQueryDefinition", { queryDefinitionId });
    }
    const found = await expectDeployed(synthesise());
    expect(Object.keys(inState(at.state()))).toEqual(Object.keys(found));
    expect(await at.aws.topics()).toEqual([TOPIC]);
  });

  test("it tells whom its levels name, and nobody of what is shadowed", async () => {
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

  test("it tags every alarm with its rule", async () => {
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

  test("it plans clean, even where a file is renamed and all come in another order", async () => {
    const [first, ...others] = files;
    if (first === undefined) throw new Error("the pack has rules");
    files = [...others, { ...first, name: "moved/to/another-folder.yml" }];
    synthesise((paths) => [...paths].reverse());
    await expectPlanIsClean();
  });

  describe("a change of its rules changes what they become, and nothing else", () => {
    let planned: Readonly<Record<string, PlannedChange>>;
    let done: ReturnType<typeof difference>;

    beforeAll(async () => {
      files = CHANGES.reduce((all, { edit }) => edit(all), files);
      const paths = synthesise();
      planned = await at.plan();
      const before = await inAws(at.aws);
      await at.terraform("apply", "plan");
      done = difference(before, await expectDeployed(paths));
    });

    test.each(CHANGES)("$what", (change) => {
      expect(planned).toMatchObject(change.planned);
      expect(done.added).toEqual(expect.arrayContaining([...(change.added ?? [])]));
      expect(done.changed).toEqual(expect.arrayContaining([...(change.changed ?? [])]));
      expect(done.removed).toEqual(expect.arrayContaining([...(change.removed ?? [])]));
    });

    test("and that is all, after which a plan is clean", async () => {
      const all = (what: "added" | "changed" | "removed") =>
        CHANGES.flatMap((change) => change[what] ?? []).sort();
      expect(planned).toEqual(Object.assign({}, ...CHANGES.map((change) => change.planned)));
      expect(done).toEqual({
        added: all("added"),
        changed: all("changed"),
        removed: all("removed"),
      });
      await expectPlanIsClean();
    });
  });

  test("a destroy that is interrupted leaves nothing the second time", async () => {
    const held = at.aws.hold("DeleteMetricFilter", 40);
    const destroy = at.start("destroy", "-auto-approve");
    await inTheMiddle(destroy, held);
    destroy.interrupt();
    expect((await destroy.ended).code).toBe(1);
    expect(await at.aws.metricFilters()).not.toEqual([]);

    await at.terraform("destroy", "-auto-approve");
    expect(await inAws(at.aws)).toEqual({});
    expect(inState(at.state())).toEqual({});
    expect(await at.aws.topics()).toEqual([]);
    // Two keys where Ctrl-C met the making of the first: Terraform replaces what it could not finish.
    expect(new Set(await at.aws.keyStates())).toEqual(new Set(["PendingDeletion"]));
  });
});
