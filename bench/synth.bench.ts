/**
 * What the constructs cost at synthesis, against CDKTF code that declares the same resources by hand:
 * processes whole, built as shipped. One stack, both clouds, a pack of 100 rules for each log group.
 * Beside it, what that code would cost if it read the rules with the YAML library and did no more: the
 * least that anything can cost that begins with rules. Run: `npx tsx bench/synth.bench.ts`.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { compile } from "../compiler/compile";
import { Diagnostics } from "../compiler/core/diagnostic";
import { loadRules } from "../compiler/rule-set/load-rules";
import { ruleFiles } from "../compiler/load/rule-files";
import { hold } from "./measure";
import { build, median, usageOf } from "./processes";

const ROOT = resolve(__dirname, "..");
const PUBLIC = resolve(ROOT, "../shared/data/sigma/rules/aws");
const SIZES = [10, 100, 1_000] as const;
const ROUNDS = 5;
/** Rules of a pack; the quota of a log group is 100 filters. */
const PACK = 100;
/** A workspace has room for 512 rules. */
const PACKS_PER_WORKSPACE = 5;

const STACK = `
  const { App, TerraformStack } = require("cdktf");
  const { AwsProvider } = require("@cdktf/provider-aws/lib/provider");
  const { AzurermProvider } = require("@cdktf/provider-azurerm/lib/provider");
  const app = new App({ outdir: process.argv[2] });
  const stack = new TerraformStack(app, "detections");
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  new AzurermProvider(stack, "azurerm", { features: [{}] });`;

const OURS = `${STACK}
  const { DetectionPack } = require(process.argv[3]);
  for (let pack = 0; pack * ${PACK} < Number(process.argv[5]); pack += 1)
    new DetectionPack(stack, "pack" + pack, {
      rules: [process.argv[4] + "/" + pack],
      logGroupName: "trail-" + pack,
      workspaceId: "/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/" + Math.floor(pack / ${PACKS_PER_WORKSPACE}),
      accept: "wider",
    });
  app.synth();`;

/** The resources are those that the constructs made; an alarm refers to its filter, as one writes it. */
const BARE = `${STACK}
  const { CloudwatchLogMetricFilter } = require("@cdktf/provider-aws/lib/cloudwatch-log-metric-filter");
  const { CloudwatchMetricAlarm } = require("@cdktf/provider-aws/lib/cloudwatch-metric-alarm");
  const { CloudwatchQueryDefinition } = require("@cdktf/provider-aws/lib/cloudwatch-query-definition");
  const { SentinelAlertRuleScheduled } = require("@cdktf/provider-azurerm/lib/sentinel-alert-rule-scheduled");
  const CLASSES = {
    aws_cloudwatch_log_metric_filter: CloudwatchLogMetricFilter,
    aws_cloudwatch_metric_alarm: CloudwatchMetricAlarm,
    aws_cloudwatch_query_definition: CloudwatchQueryDefinition,
    azurerm_sentinel_alert_rule_scheduled: SentinelAlertRuleScheduled,
  };
  const resources = JSON.parse(require("node:fs").readFileSync(process.argv[3], "utf8"));
  const filters = new Map();
  for (const { type, name, properties } of resources) {
    const filter = filters.get(/metric_filter\\.([\\w-]+)/.exec(properties.metricName)?.[1]);
    const metric = filter && {
      metricName: filter.metricTransformation.name,
      namespace: filter.metricTransformation.namespace,
    };
    filters.set(name, new CLASSES[type](stack, name, { ...properties, ...metric }));
  }
  app.synth();`;

/** The same with the rules read, as positions need it, and forgotten. */
const READING = `
  const { readdirSync, readFileSync } = require("node:fs");
  const { LineCounter, parseDocument } = require("yaml");
  for (const file of readdirSync(process.argv[4], { recursive: true })) {
    if (!file.endsWith(".yml")) continue;
    const text = readFileSync(process.argv[4] + "/" + file, "utf8");
    parseDocument(text, { lineCounter: new LineCounter() });
  }
  ${BARE}`;

/** Maps of the user's own keys stay as they are. */
const MAPS = ["tags", "custom_details"];

const folder = mkdtempSync(join(tmpdir(), "detections-bench-"));
try {
  measure();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure(): void {
  const built = build(folder);
  const [few, some, many] = SIZES.map((size) => costOf(built, size));
  const what = `synthesis of ${SIZES[2]} detections / bare cdktf`;
  hold(`${what}, elapsed`, median(many!.elapsed), 1.8);
  hold(`${what}, memory`, median(many!.memory), 1.25);
  console.log(`  processor time: ${median(many!.time).toFixed(2)}`);
  console.log(`  bare cdktf and the YAML library, elapsed: ${median(many!.floor).toFixed(2)}`);
  // The engine compiles while it works, so that the first ones cost most.
  const growth = (many!.cpu - some!.cpu) / (SIZES[2] - SIZES[1]);
  const before = (some!.cpu - few!.cpu) / (SIZES[1] - SIZES[0]);
  hold("a detection among 1,000 / among 100, time", growth / before, 1.25);
}

/** The ratios to bare CDKTF, round by round, and the least processor time that ours ever took. */
interface Cost {
  readonly elapsed: readonly number[];
  readonly time: readonly number[];
  readonly floor: readonly number[];
  readonly memory: readonly number[];
  readonly cpu: number;
}

function costOf(built: string, size: number): Cost {
  const script = (name: string, text: string) => {
    const path = join(built, `${name}.js`);
    writeFileSync(path, text);
    return path;
  };
  const at = (name: string) => join(folder, `${name}-${size}`);
  writePacks(at("rules"), size);
  const entry = join(built, "constructs/index.js");
  const ours = [script("ours", OURS), at("ours"), entry, at("rules"), String(size)];
  usageOf(ours, folder);
  const resources = resourcesOf(join(at("ours"), "stacks/detections/cdk.tf.json"));
  writeFileSync(at("resources"), JSON.stringify(resources));
  const bare = [script("bare", BARE), at("bare"), at("resources")];
  const reading = [script("reading", READING), at("bare"), at("resources"), at("rules")];
  const rounds = Array.from({ length: ROUNDS }, () => ({
    base: usageOf(bare, folder),
    read: usageOf(reading, folder),
    used: usageOf(ours, folder),
  }));
  return {
    time: rounds.map(({ base, used }) => used.cpu / base.cpu),
    elapsed: rounds.map(({ base, used }) => used.elapsed / base.elapsed),
    floor: rounds.map(({ base, read }) => read.elapsed / base.elapsed),
    memory: rounds.map(({ base, used }) => used.memory / base.memory),
    cpu: Math.min(...rounds.map(({ used }) => used.cpu)),
  };
}

/**
 * Copies of real rules under ids of their own: such as need no regex, of which a log group has 5. In a pack no two
 * have one period, since two rules that look for the same at the same times are warned of.
 */
function writePacks(into: string, rules: number): void {
  const diagnostics = new Diagnostics();
  const files = ruleFiles(existsSync(PUBLIC) ? PUBLIC : join(ROOT, "rules/starter"));
  const texts = loadRules(files, diagnostics).flatMap(({ detection }) => {
    const { output } = compile(detection, "cloudwatch", { accept: "wider" });
    const plain = output?.uses.metricFilters === 1 && output.uses.regexes === 0;
    return plain && detection.document.queryPeriod === undefined
      ? [readFileSync(detection.source.path, "utf8")]
      : [];
  });
  for (let index = 0; index < rules; index += 1) {
    const pack = join(into, String(Math.floor(index / PACK)));
    mkdirSync(pack, { recursive: true });
    const id = index.toString(16).padStart(8, "0");
    const text = texts[index % texts.length]!.replace(/^id: [0-9a-f]{8}/m, `id: ${id}`);
    const copy = Math.floor((index % PACK) / texts.length);
    writeFileSync(join(pack, `${id}.yml`), `${text}\nqueryPeriod: ${15 + copy}m\n`);
  }
}

/** The resources of a synthesised stack, with the names that CDKTF's classes give their properties. */
function resourcesOf(path: string) {
  const stack = JSON.parse(readFileSync(path, "utf8")) as {
    resource: Record<string, Record<string, Record<string, unknown>>>;
  };
  return Object.entries(stack.resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, attributes]) => {
      const comment = "//";
      const entries = Object.entries(attributes).filter(([key]) => key !== comment);
      return { type, name, properties: camelCased(Object.fromEntries(entries), type) };
    }),
  );
}

function camelCased(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((each) => camelCased(each, key));
  if (typeof value !== "object" || value === null || MAPS.includes(key)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      camelCased(each, name),
    ]),
  );
}
