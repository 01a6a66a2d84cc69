import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { isObject, member, type Json, type JsonObject } from "../../compiler/core/json";
import { startAwsEndpoint, type AwsEndpoint } from "./aws-endpoint";
import { runningGroup, type Ended, type RunningGroup } from "./child-group";
import { adjustStack, terraformEnvironment, type TerraformTools } from "./terraform";

/** One AWS of its own, and one stack that Terraform deploys to it. */
export interface Deployment {
  /** A folder for rules and whatever else the test writes; gone at the end. */
  readonly work: string;
  readonly aws: AwsEndpoint;
  readonly env: NodeJS.ProcessEnv;
  /** Has Terraform work on what an app has synthesised to `outdir` from now on. */
  use(outdir: string, stack: string): void;
  /** Runs Terraform, which has to succeed; no provider outlives the call. */
  terraform(...args: string[]): Promise<Ended>;
  /** The same, without waiting for its end. */
  start(...args: string[]): RunningGroup;
  /** Plans what `terraform apply plan` does then, and says it by construct path. */
  plan(): Promise<Readonly<Record<string, PlannedChange>>>;
  /** What Terraform knows to be there. */
  state(): JsonObject;
  stop(): Promise<void>;
}

/** What a plan does to a resource, in Terraform's words. */
export interface PlannedChange {
  /** `["create"]`, `["update"]`, `["delete"]`, or to replace it `["delete", "create"]`. */
  readonly actions: Json;
  /** What an update changes, or what forces a replacement. */
  readonly attributes: readonly string[];
}

type FoundTools = Extract<TerraformTools, { kind: "found" }>;

const STATE = "terraform.tfstate";
const TIMEOUT_SECONDS = 180;

export async function startDeployment(
  tools: FoundTools,
  logGroups: readonly string[],
): Promise<Deployment> {
  const work = mkdtempSync(join(tmpdir(), "detections-terraform-"));
  const dir = join(work, "terraform");
  mkdirSync(dir);
  const aws = await startAwsEndpoint(tools.motoServer);
  for (const logGroupName of logGroups) await aws.call("logs", "CreateLogGroup", { logGroupName });
  const env = terraformEnvironment(tools, aws.url, join(work, "home"));
  const paths = new Map<string, string>();

  function use(outdir: string, stack: string): void {
    const synthesised = readObject(stackFile(outdir, stack));
    for (const [address, path] of constructPaths(synthesised)) paths.set(address, path);
    const adjusted = adjustStack(synthesised, tools.awsVersion, STATE);
    writeFileSync(join(dir, "cdk.tf.json"), JSON.stringify(adjusted));
  }
  function start(...args: string[]): RunningGroup {
    const options = { cwd: dir, env, timeoutSeconds: TIMEOUT_SECONDS };
    return runningGroup("terraform", [...args, "-no-color"], options);
  }
  async function terraform(...args: string[]): Promise<Ended> {
    return succeeded(await start(...args).ended);
  }
  async function plan() {
    // What is there was read by the plan before, which had to be empty.
    await terraform("plan", "-refresh=false", "-out=plan");
    const { stdout } = await terraform("show", "-json", "plan");
    const shown: Json = JSON.parse(stdout);
    return plannedChanges(shown, paths);
  }

  return {
    work,
    aws,
    env,
    use,
    terraform,
    start,
    plan,
    state: () => readObject(join(dir, STATE)),
    stop: async () => {
      await aws.stop();
      rmSync(work, { recursive: true, force: true });
    },
  };
}

const PRINTED_CHARS = 4_000;

/** Fails with the end of what was printed, for an exit code alone explains nothing. */
export function succeeded(ended: Ended): Ended {
  if (ended.code === 0) return ended;
  const printed = `${ended.stdout}\n${ended.stderr}`.slice(-PRINTED_CHARS);
  throw new Error(`exit ${ended.code}\n${printed}`);
}

/** The file that a stack is synthesised to. */
export function stackFile(outdir: string, stack: string): string {
  return join(outdir, "stacks", stack, "cdk.tf.json");
}

export function readObject(path: string): JsonObject {
  const value: Json = JSON.parse(readFileSync(path, "utf8"));
  if (!isObject(value)) throw new Error(`${path} is not a JSON object`);
  return value;
}

/** The addresses of a stack's resources, with the paths of their constructs inside the stack. */
function constructPaths(stack: JsonObject): readonly (readonly [string, string])[] {
  return entries(member(stack, "resource")).flatMap(([type, resources]) =>
    entries(resources).map(([name, body]) => {
      const path = member(member(member(body, "//"), "metadata"), "path");
      return [`${type}.${name}`, String(path).replace(/^[^/]*\//, "")] as const;
    }),
  );
}

function plannedChanges(plan: Json, paths: ReadonlyMap<string, string>) {
  const changes = member(plan, "resource_changes");
  const found = (Array.isArray(changes) ? changes : []).flatMap((resource: Json) => {
    const change = member(resource, "change");
    const actions = member(change, "actions");
    if (!Array.isArray(actions) || actions.join() === "no-op") return [];
    const address = String(member(resource, "address"));
    return [[paths.get(address) ?? address, { actions, attributes: attributesOf(change) }]];
  });
  return Object.fromEntries(found);
}

function attributesOf(change: Json | undefined): readonly string[] {
  const before = member(change, "before");
  const after = member(change, "after");
  const forcing = member(change, "replace_paths");
  if (Array.isArray(forcing)) return forcing.map((path: Json) => String(path));
  if (!isObject(before) || !isObject(after)) return [];
  const unknown = entries(member(change, "after_unknown")).flatMap(([key, value]) =>
    value === true ? [key] : [],
  );
  const changed = Object.keys({ ...before, ...after }).filter(
    (key) => written(before[key]) !== written(after[key]),
  );
  return [...new Set([...changed, ...unknown])].sort();
}

/** To the provider, a map that is missing and one that is empty are the same. */
function written(value: Json | undefined): string | undefined {
  return JSON.stringify(value, (_, each: Json) => {
    return isObject(each) && Object.keys(each).length === 0 ? null : each;
  });
}

function entries(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : [];
}
