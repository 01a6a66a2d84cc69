import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { detections } from "./command";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "detections-log-groups-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const EKS = ["--log-group", "kubernetes/audit=/aws/eks/prod/cluster"];

function write(
  name: string,
  id: number,
  selection: string,
  logsource = "kubernetes, service: audit",
) {
  const text = [
    `title: ${name}`,
    `id: ${String(id).padStart(8, "0")}-51f4-4b0b-9d1f-2f1a3f7b8a55`,
    "status: test",
    "level: low",
    `logsource: {product: ${logsource}}`,
    `detection: {s: {${selection}}, condition: s}`,
  ];
  writeFileSync(join(root, `${name}.yml`), `${text.join("\n")}\n`);
}

describe("--log-group", () => {
  test("has rules of a log source checked and compiled for CloudWatch", async () => {
    write("exec", 1, "verb: create, objectRef.subresource: exec");
    const without = await detections(root, "check", ".");
    expect([without.code, without.stdout]).toEqual([
      0,
      expect.stringContaining("cloudwatch: 1 not-applicable"),
    ]);
    const checked = await detections(root, "check", ".", ...EKS);
    expect(checked.stdout).toContain("cloudwatch: 1 exact");
    const { stdout } = await detections(root, "compile", ".", "--target", "cloudwatch", ...EKS);
    expect(stdout).toContain('$.objectRef.subresource = "exec"');
    const query = await detections(root, "compile", ".", "--target", "logs-insights", ...EKS);
    expect(query.stdout).toContain("objectRef.subresource");
  });

  test("tells what its writer leaves out", async () => {
    write("events", 1, "verb: delete, objectRef.resource: events");
    expect((await detections(root, "check", ".")).stderr).not.toContain("DET453");
    expect((await detections(root, "check", ".", ...EKS)).stderr).toMatch(
      /events\.yml:\d+:\d+ DET453 warning: in the log group no event has `events` at `objectRef.resource`/,
    );
  });

  test("has tests run on what CloudWatch gets", async () => {
    write("exec", 1, "verb: create, objectRef.subresource: exec");
    const event = "{verb: create, objectRef: {resource: pods, subresource: exec}}";
    writeFileSync(
      join(root, "exec.tests.yml"),
      `- {name: exec, match: true, event: ${event}}\n- {name: get, match: false, event: {verb: get, objectRef: {}}}\n`,
    );
    const verdictsIn = async (...options: readonly string[]) => {
      const { stdout } = await detections(root, "test", ".", "--format", "json", ...options);
      const [rule] = JSON.parse(stdout) as { tests: { outcomes: object[] }[] }[];
      return rule?.tests.map(({ outcomes }) => outcomes[1]);
    };
    expect(await verdictsIn()).toMatchObject([
      { engine: "cloudwatch", kind: "skipped" },
      { kind: "skipped" },
    ]);
    expect(await verdictsIn(...EKS)).toMatchObject([
      { engine: "cloudwatch", kind: "passed", matches: true },
      { kind: "passed", matches: false },
    ]);
  });

  test("gives each log group its own quotas", async () => {
    for (const id of [1, 2, 3]) write(`k${id}`, id, `verb: get, userAgent: agent-of-${id}`);
    for (const id of [4, 5, 6]) {
      write(
        `t${id}`,
        id,
        `eventName: GetUser, userAgent: agent-of-${id}`,
        "aws, service: cloudtrail",
      );
    }
    expect(await detections(root, "check", ".", ...EKS)).toMatchObject({ code: 0 });
    for (const id of [7, 8, 9]) write(`k${id}`, id, `verb: get, userAgent: agent-of-${id}`);
    const { code, stderr } = await detections(root, "check", ".", ...EKS);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/DET530 CloudWatch: log group `\/aws\/eks\/prod\/cluster`: 5 regexes/),
    ]);
    expect((await detections(root, "check", ".")).code).toBe(0);
  });

  test.each([
    ["okta/oka=/x", /is no log source and its log group; .* \(Did you mean okta\/okta\?\)/],
    ["aws/cloudtrail=/x", /It is no log source and its log group/],
    ["okta/okta", /The name of a log group has 1 to 512/],
    ["okta/okta=arn:aws:logs:x", /The name of a log group has/],
  ])("%s is refused", async (written, said) => {
    write("exec", 1, "verb: create");
    const { code, stderr } = await detections(root, "check", ".", "--log-group", written);
    expect([code, stderr]).toEqual([2, expect.stringMatching(said)]);
  });
});
