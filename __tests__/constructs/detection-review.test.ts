import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformStack } from "cdktf";

import {
  CloudWatchDetection,
  DetectionPack,
  DetectionReview,
  SentinelDetection,
  type DetectionReviewProps,
} from "../../constructs";
import { WORKSPACE } from "../support/places";
import { ruleText, WIDER_DETECTION } from "../support/rules";
import { annotations } from "../support/synth";

const [FIRST, SECOND, WIDER] = ["1", "2", "3"].map(
  (digit) => `7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a5${digit}`,
);

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), "detections-review-"));
});
afterEach(() => {
  rmSync(outdir, { recursive: true, force: true });
});

/** Two stacks: the review stands in the first, and both have detections. */
function synthesised(props: DetectionReviewProps = {}, reviewLast = false) {
  const app = new App({ outdir, stackTraces: false });
  const aws = new TerraformStack(app, "aws");
  const azure = new TerraformStack(app, "azure");
  new AwsProvider(aws, "aws", { region: "us-east-1" });
  new AzurermProvider(azure, "azurerm", { features: [{}] });
  if (!reviewLast) new DetectionReview(aws, "Review", props);
  const logGroupName = "trail";
  new CloudWatchDetection(aws, "First", { rule: ruleText({ id: FIRST }), logGroupName });
  const wider = ruleText({ id: WIDER, title: "Wider", detection: WIDER_DETECTION });
  new CloudWatchDetection(aws, "Wider", { rule: wider, logGroupName, accept: "wider" });
  const workspaceId = WORKSPACE;
  new SentinelDetection(azure, "First", { rule: ruleText({ id: FIRST }), workspaceId });
  const second = ruleText({ id: SECOND, title: "Another" });
  new SentinelDetection(azure, "Second", { rule: second, workspaceId, shadow: true });
  if (reviewLast) new DetectionReview(aws, "Review", props);
  app.synth();
  return { aws, azure };
}

const SHADOW = /pages nobody/;
const pages = (folder: string) =>
  readdirSync(join(outdir, folder, "rules")).filter((name) => name.endsWith(".html"));

test("the pages of the detections of all stacks are written, each rule's once", () => {
  synthesised();
  expect(pages("review").sort()).toEqual([FIRST, SECOND, WIDER].map((id) => `${id}.html`));
  const index = readFileSync(join(outdir, "review", "index.html"), "utf8");
  expect(index).toContain("A trail was stopped");
  expect(index).toContain("Another");
});

test("a page shows the rule as the construct deploys it: a wider verdict accepted, shadow mode", () => {
  synthesised();
  const page = (id: string | undefined) =>
    readFileSync(join(outdir, "review", "rules", `${id}.html`), "utf8");
  expect(page(WIDER)).not.toMatch(/not accepted|nobody has accepted/i);
  expect(page(SECOND)).toMatch(SHADOW);
  expect(page(FIRST)).not.toMatch(SHADOW);
});

test("a page shows what reading the rule found, once for a rule of both clouds", () => {
  const app = new App({ outdir, stackTraces: false });
  const stack = new TerraformStack(app, "both");
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  new DetectionReview(stack, "Review");
  const rule = ruleText({
    detection: {
      selection: {
        eventName: "StopLogging",
        "userIdentity.arn|contains": "requestParameters.name",
      },
      condition: "selection",
    },
  });
  new CloudWatchDetection(stack, "First", { rule, logGroupName: "trail" });
  new SentinelDetection(stack, "Again", { rule, workspaceId: WORKSPACE });
  app.synth();
  const [page = ""] = pages("review");
  const text = readFileSync(join(outdir, "review", "rules", page), "utf8");
  expect(text.match(/DET401/g)).toHaveLength(1);
});

test("stands under the app itself as well, before the stacks or after them", () => {
  for (const first of [true, false]) {
    const app = new App({ outdir, stackTraces: false });
    if (first) new DetectionReview(app, "Review");
    const stack = new TerraformStack(app, "aws");
    new AwsProvider(stack, "aws", { region: "us-east-1" });
    new CloudWatchDetection(stack, "First", {
      rule: ruleText({ id: FIRST }),
      logGroupName: "trail",
    });
    if (!first) new DetectionReview(app, "Review");
    app.synth();
    expect(pages("review")).toEqual([`${FIRST}.html`]);
    rmSync(join(outdir, "review"), { recursive: true });
  }
});

test("under the app, what is wrong with its props fails the synthesis", () => {
  const app = new App({ outdir, stackTraces: false });
  new DetectionReview(app, "Review", { folder: "../up" });
  new DetectionReview(app, "Pages", { pagesUrl: "example.com/pages" });
  new TerraformStack(app, "empty");
  expect(() => app.synth()).toThrow(
    /Review: DET937 `folder` is [^]*Pages: DET937 `pagesUrl` is `'example.com\/pages'`; allowed: an address/,
  );
});

test("pages of rules that are gone are removed, and nothing that somebody else put there", () => {
  const built = (...ids: readonly (string | undefined)[]) => {
    const app = new App({ outdir, stackTraces: false });
    const stack = new TerraformStack(app, "aws");
    new AwsProvider(stack, "aws", { region: "us-east-1" });
    new DetectionReview(stack, "Review");
    for (const id of ids) {
      const rule = ruleText({ id, title: `Rule ${id}` });
      new CloudWatchDetection(stack, id ?? "", { rule, logGroupName: "trail" });
    }
    app.synth();
  };
  built(FIRST, SECOND);
  writeFileSync(join(outdir, "review/rules/notes.html"), "a user's own");
  built(FIRST);
  expect(readdirSync(join(outdir, "review/rules")).sort()).toEqual([
    `${FIRST}.html`,
    `${FIRST}.md`,
    "notes.html",
  ]);
});

test("no file holds a path of this machine, wherever the rules were given from", () => {
  const app = new App({ outdir, stackTraces: false });
  const stack = new TerraformStack(app, "aws");
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  new DetectionReview(app, "Review");
  new DetectionPack(stack, "Pack", {
    rules: [join(process.cwd(), "rules/starter")],
    logGroupName: "trail",
  });
  app.synth();
  const folder = join(outdir, "review");
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!/\./.test(name)) continue;
    expect([name, readFileSync(join(folder, name), "utf8").includes(process.cwd())]).toEqual([
      name,
      false,
    ]);
  }
});

test("the links of the comment lead to where the pages are published", () => {
  synthesised({ pagesUrl: "https://example.com/pages" });
  expect(readFileSync(join(outdir, "review/index.md"), "utf8")).toContain(
    `(https://example.com/pages/rules/${FIRST}.html)`,
  );
});

test("folder, title and the address for Azure are as given", () => {
  synthesised({ folder: "pages", title: "Ours", armBaseUrl: "https://example.com/rules" });
  expect(pages("pages")).toHaveLength(3);
  expect(readFileSync(join(outdir, "pages", "index.html"), "utf8")).toContain("<title>Ours");
  const page = readFileSync(join(outdir, "pages", "rules", `${FIRST}.html`), "utf8");
  expect(page).toContain(encodeURIComponent("https://example.com/rules"));
});

test("annotations of detections made after the review point to their pages", () => {
  const pointer = `review: review/rules/${WIDER}.html`;
  expect(annotations(synthesised().aws).join("\n")).toContain(pointer);
  rmSync(outdir, { recursive: true });
  const { aws } = synthesised({}, true);
  expect(annotations(aws).join("\n")).not.toContain(pointer);
  expect(pages("review")).toHaveLength(3);
});
