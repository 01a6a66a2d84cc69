import { join } from "node:path";

import { member } from "../../compiler/json";
import { inAws, inState } from "../support/aws-state";
import type { RunningGroup } from "../support/child-group";
import { startDeployment, type Deployment } from "../support/deployment";
import { expectedDeployment } from "../support/expected-deployment";
import { describeIf } from "../support/optional";
import { PACK, synthesisePack } from "../support/pack-stack";
import { packFiles, writePack } from "../support/rule-pack";
import { terraformTools } from "../support/terraform";

const TOPIC = "arn:aws:sns:us-east-1:123456789012:alerts";

const tools = terraformTools();
const missing = tools.kind === "missing" ? tools.what : "";

// Each test goes on from what the one before has deployed.
describeIf(tools.kind === "found", missing, "a pack of sixty rules, interrupted", () => {
  if (tools.kind === "missing") return;
  jest.setTimeout(600_000);
  let at: Deployment;
  let paths: readonly string[];

  beforeAll(async () => {
    at = await startDeployment(tools, PACK.logGroups);
    paths = writePack(join(at.work, "rules"), packFiles());
    synthesisePack(at, paths, () => ({ alarmActions: [TOPIC] }));
    await at.terraform("init");
  });
  afterAll(() => at.stop());

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

  test("the next apply completes it", async () => {
    await at.terraform("apply", "-auto-approve");
    for (const queryDefinitionId of await unknownQueries()) {
      await at.aws.call("logs", "DeleteQueryDefinition", { queryDefinitionId });
    }
    const found = await inAws(at.aws);
    const expected = expectedDeployment(paths, PACK);
    expect(Object.keys(found)).toEqual(Object.keys(expected).sort());
    expect(found).toMatchObject(expected);
    expect(Object.keys(inState(at.state()))).toEqual(Object.keys(found));
    await at.terraform("plan", "-detailed-exitcode");
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
  });
});
