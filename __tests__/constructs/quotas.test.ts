import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { TerraformVariable, Token, type App } from "cdktf";

import { DetectionPack, LogGroupQuota, WorkspaceQuota } from "../../constructs";
import { WORKSPACE } from "../support/places";
import { ruleText } from "../support/rules";
import { synthesiseApp } from "../support/synth";
import { idOf, refusalOf, stackIn } from "./packs";

/** Small rules, numbered from `first`. */
function plain(first: number, count: number, keys: Readonly<Record<string, unknown>> = {}) {
  return Array.from({ length: count }, (_, index) =>
    ruleText({ id: idOf(first + index), ...keys }),
  );
}

/** Rules that need a regex each. */
function withRegex(first: number, count: number) {
  return plain(first, count, {
    detection: {
      selection: { eventName: "StopLogging", "userAgent|contains": "scanner" },
      condition: "selection",
    },
  });
}

function refused(build: (app: App) => void): string {
  return refusalOf(() => synthesiseApp(build));
}

function accepted(build: (app: App) => void): void {
  expect(Object.keys(synthesiseApp(build)).length).toBeGreaterThan(0);
}

describe("a log group's 5 regexes", () => {
  test("are counted over the packs of a stack, and refused with who competes and the ways out", () => {
    const build = (count: number) => (app: App) => {
      const stack = stackIn(app, "a");
      new DetectionPack(stack, "One", { rules: withRegex(1, 3), logGroupName: "trail" });
      new DetectionPack(stack, "Two", { rules: withRegex(4, count), logGroupName: "trail" });
    };
    accepted(build(2));
    const refusal = refused(build(3));
    expect(refusal).toMatch(
      new RegExp(
        `a/One/${idOf(1)}/CloudWatch: <text>:1:1 DET\\d+ CloudWatch: log group \`trail\`: 5 regexes.* need 6: `,
      ),
    );
    for (const number of [1, 2, 3, 4, 5, 6]) expect(refusal).toContain(`\`${idOf(number)}\` (1)`);
    expect(refusal).toContain("Ways out: ");
    expect(refusal.match(/DET\d+/g)).toHaveLength(1);
  });

  test("are counted over stacks of one account and region, by themselves in others", () => {
    const inStacks = (region: string) => (app: App) => {
      const other = stackIn(app, "b", { region });
      new DetectionPack(stackIn(app, "a"), "Pack", {
        rules: withRegex(1, 3),
        logGroupName: "trail",
      });
      new DetectionPack(other, "Pack", { rules: withRegex(4, 3), logGroupName: "trail" });
    };
    expect(refused(inStacks("us-east-1"))).toMatch(/a\/Pack\/.* need 6: /);
    accepted(inStacks("eu-west-1"));
  });

  test("are each log group's own", () => {
    accepted((app) => {
      const stack = stackIn(app, "a");
      new DetectionPack(stack, "One", { rules: withRegex(1, 5), logGroupName: "trail" });
      new DetectionPack(stack, "Two", { rules: withRegex(6, 5), logGroupName: "org-trail" });
    });
  });

  test("are counted in each of several log groups of a pack", () => {
    const refusal = refused((app) => {
      const stack = stackIn(app, "a");
      const further = { furtherLogGroups: { org: "org-trail" } };
      new DetectionPack(stack, "One", {
        rules: withRegex(1, 3),
        logGroupName: "trail",
        ...further,
      });
      new DetectionPack(stack, "Two", { rules: withRegex(4, 3), logGroupName: "org-trail" });
    });
    expect(refusal).toMatch(/ need 6: /);
    expect(refusal.match(/DET\d+/g)).toHaveLength(1);
  });

  test("are counted by what tokens stand for: a log group of the stack, a variable", () => {
    const byName = (other: boolean) => (app: App) => {
      const stack = stackIn(app, "a");
      const group = new CloudwatchLogGroup(stack, "Trail", { name: "trail" });
      const second = new CloudwatchLogGroup(stack, "Org", { name: "org" });
      new DetectionPack(stack, "One", { rules: withRegex(1, 3), logGroupName: group.name });
      const logGroupName = other ? second.name : group.name;
      new DetectionPack(stack, "Two", { rules: withRegex(4, 3), logGroupName });
    };
    expect(refused(byName(false))).toMatch(/ need 6: /);
    accepted(byName(true));
    // Each stack has a variable of its own, and its own value for it.
    accepted((app) => {
      for (const [index, name] of ["a", "b"].entries()) {
        const stack = stackIn(app, name);
        const logGroupName = new TerraformVariable(stack, "group", { type: "string" }).stringValue;
        new DetectionPack(stack, "Pack", { rules: withRegex(1 + index * 3, 3), logGroupName });
      }
    });
  });

  test("are counted over stacks by what a token stands for: a log group of another stack", () => {
    const across = (nameOf: (name: string) => string) => (app: App) => {
      const trail = stackIn(app, "trail");
      const group = new CloudwatchLogGroup(trail, "Trail", { name: "trail" });
      new DetectionPack(trail, "One", { rules: withRegex(1, 3), logGroupName: group.name });
      const logGroupName = nameOf(group.name);
      new DetectionPack(stackIn(app, "b"), "Two", { rules: withRegex(4, 3), logGroupName });
    };
    expect(refused(across((name) => name))).toMatch(/`trail \$\{aws_.*\}`: 5 regexes.* need 6: /);
    accepted(across((name) => `${name}-other`));
    // Each stack's own group bears the same name in Terraform.
    accepted((app) => {
      for (const [index, name] of ["a", "b"].entries()) {
        const stack = stackIn(app, name);
        const group = new CloudwatchLogGroup(stack, "Trail", { name });
        const rules = withRegex(1 + index * 3, 3);
        new DetectionPack(stack, "Pack", { rules, logGroupName: group.name });
      }
    });
  });

  test("are less where a quota tells of others, in any stack of the account", () => {
    const beside = (regexes: number, group: string) => (app: App) => {
      const quota = stackIn(app, "quotas");
      new LogGroupQuota(quota, "Quota", { logGroupName: group, regexes });
      new DetectionPack(stackIn(app, "a"), "Pack", {
        rules: withRegex(1, 3),
        logGroupName: "trail",
      });
    };
    accepted(beside(2, "trail"));
    accepted(beside(3, "org-trail"));
    expect(refused(beside(3, "trail"))).toMatch(
      /a\/Pack\/.*5 regexes.* what is there already \(3\) .* need 6: /,
    );
  });

  test("are nobody's where regexes are not wanted", () => {
    accepted((app) => {
      const props = { rules: withRegex(1, 6), logGroupName: "trail", regex: false };
      new DetectionPack(stackIn(app, "a"), "Pack", { ...props, accept: "wider" });
    });
  });
});

describe("a log group's 100 filters", () => {
  test("are counted over the whole app", () => {
    const build = (count: number) => (app: App) => {
      const stack = stackIn(app, "a");
      const props = { logGroupName: "trail", savedQuery: false };
      new DetectionPack(stack, "One", { ...props, rules: plain(1, 60) });
      new DetectionPack(stackIn(app, "b"), "Two", { ...props, rules: plain(61, count) });
    };
    accepted(build(40));
    const refusal = refused(build(41));
    expect(refusal).toMatch(
      /a\/One\/.* DET\d+ CloudWatch: log group `trail`: 100 metric filters.* need 101: /,
    );
    expect(refusal.match(/DET\d+/g)).toHaveLength(1);
  });

  test("are less where a quota tells of others", () => {
    const beside = (metricFilters: number) => (app: App) => {
      const stack = stackIn(app, "a");
      new LogGroupQuota(stack, "Quota", { logGroupName: "trail", metricFilters });
      new DetectionPack(stack, "Pack", { rules: plain(1, 2), logGroupName: "trail" });
    };
    accepted(beside(98));
    expect(refused(beside(99))).toMatch(/what is there already \(99\) .* need 101: /);
  });
});

describe("a workspace's 512 scheduled rules", () => {
  test("are counted over the whole app", () => {
    const refusal = refused((app) => {
      const props = { workspaceId: WORKSPACE };
      new DetectionPack(stackIn(app, "a"), "Pack", { ...props, rules: plain(1, 256) });
      const other = { workspaceId: WORKSPACE.toUpperCase(), rules: plain(257, 257) };
      new DetectionPack(stackIn(app, "b"), "Pack", other);
    });
    expect(refusal).toMatch(
      /a\/Pack\/.* DET630 Sentinel: workspace `\/subscriptions\/.*`: a workspace has 512 enabled scheduled rules, but 513 are needed\. Ways out: /,
    );
    expect(refusal.match(/DET\d+/g)).toHaveLength(1);
  });

  const beside =
    (quota: Partial<ConstructorParameters<typeof WorkspaceQuota>[2]>, keys = {}) =>
    (app: App) => {
      const stack = stackIn(app, "a");
      new WorkspaceQuota(stack, "Quota", { workspaceId: WORKSPACE, ...quota });
      const rules = [...plain(1, 1), ...plain(2, 1, keys)];
      new DetectionPack(stackIn(app, "b"), "Pack", { rules, workspaceId: WORKSPACE });
    };

  test("are less where a quota tells of others, and more where Microsoft allows it", () => {
    accepted(beside({ scheduledRules: 510 }));
    expect(refused(beside({ scheduledRules: 511 }))).toMatch(
      /has 512 enabled scheduled rules, but with the 511 that are there already 513 are needed/,
    );
    accepted(beside({ scheduledRules: 511, scheduledRulesMax: 600 }));
    expect(refused(beside({ scheduledRulesMax: 1 }))).toMatch(/has 1 enabled .* but 2 are needed/);
  });

  test("are taken by no rule that is switched off, nor by one of another kind", () => {
    accepted(beside({ scheduledRules: 511 }, { enabled: false }));
    accepted(beside({ scheduledRules: 511 }, { kind: "NRT" }));
  });

  test("stand beside 50 near-real-time rules", () => {
    accepted(beside({ nrtRules: 49 }, { kind: "NRT" }));
    accepted(beside({ nrtRules: 50 }, { kind: "NRT", enabled: false }));
    expect(refused(beside({ nrtRules: 50 }, { kind: "NRT" }))).toMatch(
      /b\/Pack\/.*a workspace has 50 enabled NRT rules, but with the 50 that are there already 51/,
    );
  });
});

describe("a quota", () => {
  test("deploys nothing", () => {
    const { a = "" } = synthesiseApp((app) => {
      const stack = stackIn(app, "a");
      new LogGroupQuota(stack, "LogGroup", { logGroupName: "trail", regexes: 5 });
      new WorkspaceQuota(stack, "Workspace", { workspaceId: WORKSPACE, nrtRules: 5 });
    });
    expect(a).not.toContain('"resource"');
    expect(a).not.toContain('"data"');
  });

  test("goes by its provider, as a detection does", () => {
    const refusal = refused((app) => {
      const stack = stackIn(app, "a");
      const other = stackIn(app, "b", { region: "eu-west-1" });
      new LogGroupQuota(other, "Quota", { logGroupName: "trail", metricFilters: 100 });
      new DetectionPack(stack, "Pack", { rules: plain(1, 1), logGroupName: "trail" });
      new DetectionPack(other, "Pack", { rules: plain(1, 1), logGroupName: "trail" });
    });
    expect(refusal).toMatch(/\[a\] b\/Pack\/.*what is there already \(100\)/);
    expect(refusal.match(/DET\d+/g)).toHaveLength(1);
  });

  test("that is declared twice is refused: nobody can know whether one counts the other", () => {
    const refusal = refused((app) => {
      const stack = stackIn(app, "a");
      new LogGroupQuota(stack, "One", { logGroupName: "trail", regexes: 1 });
      new LogGroupQuota(stackIn(app, "b"), "Two", { logGroupName: "trail", regexes: 2 });
      new WorkspaceQuota(stack, "Three", { workspaceId: WORKSPACE });
      new WorkspaceQuota(stack, "Four", { workspaceId: WORKSPACE.toUpperCase() });
      new DetectionPack(stack, "Pack", { rules: plain(1, 1), logGroupName: "x" });
    });
    expect(refusal).toMatch(
      /a\/One: DET934 the quota of a log group is declared twice, also in b\/Two\n\s+fix: declare it once/,
    );
    expect(refusal).toMatch(
      /a\/Three: DET934 the quota of a workspace is declared twice, also in a\/Four/,
    );
  });

  test.each([-1, 1.5, Number.NaN, Infinity, Token.asNumber({ later: true })])(
    "is a count: %d is none",
    (count) => {
      const refusal = refused((app) => {
        const stack = stackIn(app, "a");
        const group = { metricFilters: count, regexes: count };
        new LogGroupQuota(stack, "Group", { logGroupName: "trail", ...group });
        const rules = { scheduledRules: count, nrtRules: count, scheduledRulesMax: count };
        new WorkspaceQuota(stack, "Workspace", { workspaceId: WORKSPACE, ...rules });
        new DetectionPack(stack, "Pack", { rules: plain(1, 1), logGroupName: "x" });
      });
      for (const prop of [
        "metricFilters",
        "regexes",
        "scheduledRules",
        "nrtRules",
        "scheduledRulesMax",
      ]) {
        expect(refusal).toContain(
          `DET935 \`${prop}\` is ${count}; allowed: a whole number, 0 or more`,
        );
      }
    },
  );
});
