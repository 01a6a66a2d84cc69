import { symlinkSync } from "node:fs";
import { join } from "node:path";

import type { RuleSelection } from "../../constructs";
import { WORKSPACE } from "../support/places";
import { ruleFolder } from "../support/rule-folder";
import { ruleText } from "../support/rules";
import { deployPack, idOf, idsOnAws, refusalOf } from "./packs";

const [ROOT, KEYS, TRAIL, QUERY, FILTER, BRUTE, LOGIN] = [1, 2, 3, 4, 5, 6, 7].map(idOf) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

function onEvent(eventName: string) {
  return { selection: { eventSource: "iam.amazonaws.com", eventName }, condition: "selection" };
}

const FILES = {
  "aws/root.yml": ruleText({
    id: ROOT,
    level: "critical",
    status: "stable",
    tags: ["attack.privilege-escalation", "attack.t1078.004"],
    detection: onEvent("UpdateLoginProfile"),
  }),
  "aws/iam/keys.yml": ruleText({
    id: KEYS,
    level: "medium",
    status: "test",
    tags: ["attack.persistence", "attack.t1098"],
    detection: onEvent("CreateAccessKey"),
  }),
  "aws/iam-old/trail.yml": ruleText({
    id: TRAIL,
    level: "low",
    status: "experimental",
    tags: ["attack.persistence"],
    detection: onEvent("DeleteUser"),
  }),
};

function chosen(selection: RuleSelection, files: Readonly<Record<string, string>> = FILES) {
  return idsOnAws(
    deployPack({ rules: [ruleFolder(files)], logGroupName: "trail", ...selection }).json,
  );
}

function refusal(selection: RuleSelection, files: Readonly<Record<string, string>> = FILES) {
  return refusalOf(() => chosen(selection, files));
}

describe("a pack deploys", () => {
  test("every rule of its folder, unless it is told which", () => {
    expect(chosen({})).toEqual([ROOT, KEYS, TRAIL]);
  });

  test.each<[RuleSelection, readonly string[]]>([
    [{ includeIds: [KEYS] }, [KEYS]],
    [{ includeIds: [KEYS.toUpperCase()] }, [KEYS]],
    [{ includeIds: [] }, []],
    [{ excludeIds: [KEYS.toUpperCase()] }, [ROOT, TRAIL]],
    [{ includeTags: ["attack.persistence"] }, [KEYS, TRAIL]],
    [{ includeTags: ["attack.t1098", "attack.t1078.004"] }, [ROOT, KEYS]],
    [{ includeTags: ["Attack.T1098"] }, [KEYS]],
    [{ excludeTags: ["attack.t1098", "attack.privilege-escalation"] }, [TRAIL]],
    [{ includeLevels: ["critical", "low"] }, [ROOT, TRAIL]],
    [{ excludeLevels: ["critical", "low"] }, [KEYS]],
    [{ includeStatuses: ["stable"] }, [ROOT]],
    [{ excludeStatuses: ["stable", "experimental"] }, [KEYS]],
    [{ includePaths: ["aws/iam"] }, [KEYS]],
    [{ includePaths: ["./aws/iam/", "aws/root.yml"] }, [ROOT, KEYS]],
    [{ excludePaths: ["aws/iam", "aws/root.yml"] }, [TRAIL]],
  ])("of %j", (selection, ids) => {
    expect(chosen(selection)).toEqual(ids);
  });

  test("what every include allows and no exclude forbids", () => {
    const selection = { includeTags: ["attack.persistence"], includeLevels: ["medium", "low"] };
    expect(chosen(selection)).toEqual([KEYS, TRAIL]);
    expect(chosen({ ...selection, includePaths: ["aws/iam"] })).toEqual([KEYS]);
    expect(chosen({ ...selection, excludeStatuses: ["test"] })).toEqual([TRAIL]);
  });

  test("Sentinel's own rules by the level of their severity, and by their tags in any case", () => {
    const query = `name: Query\nid: ${QUERY}\nseverity: Medium\ntags: [SolarWinds]\nkind: Scheduled
query: |\n  AWSCloudTrail\n  | where EventName == "StopLogging"\n`;
    const files = { ...FILES, "query.yml": query };
    const selection = { includeLevels: ["medium"] };
    expect(chosen(selection, files)).toEqual([KEYS, QUERY]);
    expect(chosen({ includeTags: ["solarwinds"] }, files)).toEqual([QUERY]);
  });

  test("a rule without a level, by the severity that it has for Sentinel", () => {
    const files = { ...FILES, "a.yml": ruleText({ id: QUERY, level: undefined, severity: "Low" }) };
    expect(chosen({ includeLevels: ["low"] }, files)).toEqual([TRAIL, QUERY]);
  });

  test("a rule by the level that the pack gives it alone, but not by one given to all", () => {
    const files = ruleFolder(FILES);
    const props = { rules: [files], logGroupName: "trail", includeLevels: ["critical"] };
    const one = deployPack({ ...props, overrides: { [KEYS]: { level: "critical" } } });
    expect(idsOnAws(one.json)).toEqual([ROOT, KEYS]);
    expect(idsOnAws(deployPack({ ...props, level: "low" }).json)).toEqual([ROOT]);
  });

  test("nothing, and warns, where nothing is chosen", () => {
    const { json, warnings } = deployPack({
      rules: [ruleFolder(FILES)],
      logGroupName: "trail",
      includeIds: [KEYS],
      excludeIds: [KEYS],
    });
    expect(idsOnAws(json)).toEqual([]);
    expect(warnings).toMatch(/no rule is chosen: the pack deploys nothing/);
  });
});

describe("a pack's folders and files", () => {
  test("may be given beside texts; what is given by path leaves texts out", () => {
    const folder = ruleFolder(FILES);
    const text = ruleText({ id: QUERY });
    const props = { logGroupName: "trail", rules: [join(folder, "aws/iam"), text] };
    expect(idsOnAws(deployPack(props).json)).toEqual([KEYS, QUERY]);
    expect(idsOnAws(deployPack({ ...props, includePaths: ["keys.yml"] }).json)).toEqual([KEYS]);
  });

  test("are read once where they overlap, and chosen by each of their paths", () => {
    const folder = ruleFolder(FILES);
    const rules = [folder, join(folder, "aws/iam/keys.yml"), `${folder}/./aws/iam`];
    const props = { logGroupName: "trail", rules };
    expect(idsOnAws(deployPack(props).json)).toEqual([ROOT, KEYS, TRAIL]);
    const without = deployPack({ ...props, excludePaths: ["aws/iam"] });
    expect(idsOnAws(without.json)).toEqual([ROOT, TRAIL]);
    const only = deployPack({ ...props, includePaths: ["keys.yml"] });
    expect(idsOnAws(only.json)).toEqual([KEYS]);
  });

  test("come in the order in which they are given, files of a folder by path", () => {
    const folder = ruleFolder(FILES);
    const rules = [join(folder, "aws/root.yml"), folder];
    const { pack } = deployPack({ rules, logGroupName: "trail" });
    expect(pack.detections.map(({ node }) => node.id)).toEqual([ROOT, TRAIL, KEYS]);
  });

  test("are reported where they hold no rules, or are not there", () => {
    const empty = ruleFolder({ "README.md": "none" });
    const rules = [empty, join(empty, "missing")];
    const message = refusalOf(() => deployPack({ rules, logGroupName: "trail" }));
    expect(message).toMatch(
      /pack: DET927 no rule files \(\*\.yml, \*\.yaml, ARM \*\.json\) under `[^`]+`/,
    );
    expect(message).toMatch(/missing:1:1 DET103 the file cannot be read \(ENOENT\)/);
  });

  test("are reported where a link leads nowhere", () => {
    const folder = ruleFolder(FILES);
    symlinkSync(join(folder, "gone"), join(folder, "link.yml"));
    const message = refusalOf(() => deployPack({ rules: [folder], logGroupName: "trail" }));
    expect(message).toMatch(/link\.yml:1:1 DET103 the file cannot be read \(ENOENT\)/);
  });
});

describe("what a selection names and the pack does not have", () => {
  const near = `${KEYS.slice(0, -1)}6`;

  test.each<[RuleSelection, RegExp]>([
    [
      { includeIds: [near] },
      /pack: DET924 `includeIds`: the pack has no rule with the id `00000002[^`]+6`\n\s+fix: copy the id/,
    ],
    [{ excludeIds: ["other"] }, /DET924 `excludeIds`: the pack has no rule with the id `other`\n/],
    [
      { includeLevels: ["hihg"] },
      /DET925 `includeLevels`: found `hihg`; allowed: `informational`, `low`, .*\n\s+fix: write `high`/,
    ],
    [{ excludeLevels: ["High"] }, /DET925 `excludeLevels`: found `High`; .*\n\s+fix: write `high`/],
    [{ includeStatuses: ["stabel"] }, /DET925 `includeStatuses`: .*\n\s+fix: write `stable`/],
    [{ excludeStatuses: ["old"] }, /DET925 `excludeStatuses`: found `old`; allowed: `stable`, /],
    [
      { includePaths: ["aws/ia"] },
      /DET926 `includePaths`: no rule file of the pack is, or lies under, `aws\/ia`/,
    ],
    [{ excludePaths: ["iam"] }, /DET926 `excludePaths`: no rule file .* `iam`/],
  ])("is refused: %j", (selection, message) => {
    expect(refusal(selection)).toMatch(message);
  });

  test("is all reported at once", () => {
    const message = refusal({ includeIds: ["a"], excludeLevels: ["b"], excludePaths: ["c"] });
    expect(message).toMatch(/DET924 [^]*DET925 [^]*DET926 /);
  });

  test("is a warning where it is a tag, which a policy may name before any rule has it", () => {
    const { json, warnings } = deployPack({
      rules: [ruleFolder(FILES)],
      logGroupName: "trail",
      excludeTags: ["attack.persistense", "attack.persistence"],
    });
    expect(idsOnAws(json)).toEqual([ROOT]);
    expect(warnings).toMatch(
      /^DET932 `excludeTags`: the pack has no rule with the tag `attack\.persistense`\n\s+fix: write `attack\.persistence`$/,
    );
  });
});

describe("a rule that is left out", () => {
  const broken = ruleText({ id: TRAIL, level: "hgih", detection: onEvent("DeleteUser") });
  const files = { ...FILES, "aws/iam-old/trail.yml": broken };

  test("keeps nothing from being deployed, whatever is wrong with it", () => {
    expect(refusal({}, files)).toMatch(/trail\.yml:\d+:\d+ DET304 /);
    expect(chosen({ excludeIds: [TRAIL] }, files)).toEqual([ROOT, KEYS]);
    expect(chosen({ includeIds: [KEYS] }, files)).toEqual([KEYS]);
  });

  test("is not warned of", () => {
    const odd = { ...FILES, "odd.yml": ruleText({ id: QUERY, date: "2024-02-31" }) };
    const props = { rules: [ruleFolder(odd)], logGroupName: "trail" };
    expect(deployPack(props).warnings).toMatch(/odd\.yml:/);
    expect(deployPack({ ...props, excludeIds: [QUERY] }).warnings).toBe("");
  });

  test("may have the id of another", () => {
    const twice = { ...FILES, "copy.yml": ruleText({ id: KEYS, level: "low" }) };
    expect(refusal({}, twice)).toMatch(/DET308 the id `[^`]+` is already used by [^ ]+keys\.yml/);
    expect(chosen({ excludePaths: ["copy.yml"] }, twice)).toEqual([ROOT, KEYS, TRAIL]);
    expect(chosen({ includeLevels: ["low"] }, twice)).toEqual([KEYS, TRAIL]);
  });

  test("is not even read where its path is", () => {
    const unread = { ...FILES, "aws/iam-old/trail.yml": "title: [\n" };
    expect(refusal({ includePaths: ["aws/root.yml"] }, unread)).toMatch(/DET101 /);
    expect(chosen({ excludePaths: ["aws/iam-old"] }, unread)).toEqual([ROOT, KEYS]);
  });
});

describe("correlations and filters of a pack", () => {
  const login = ruleText({ id: LOGIN, level: "low", detection: onEvent("Login") });
  const brute = ruleText({
    id: BRUTE,
    logsource: undefined,
    detection: undefined,
    level: "high",
    accept: "wider",
    correlation: {
      type: "event_count",
      rules: [LOGIN],
      timespan: "10m",
      condition: { gte: 10 },
    },
  });
  const filter = ruleText({
    id: FILTER,
    status: undefined,
    level: undefined,
    tags: undefined,
    detection: undefined,
    filter: {
      rules: [KEYS],
      selection: { sourceIPAddress: "10.0.0.1" },
      condition: "not selection",
    },
  });
  const files = { ...FILES, "brute.yml": brute, "login.yml": login, "filter.yml": filter };
  const patternOf = (selection: RuleSelection) =>
    JSON.stringify(
      deployPack({ rules: [ruleFolder(files)], logGroupName: "trail", ...selection }).json,
    );

  test("a correlation counts rules that are left out", () => {
    expect(chosen({ includeLevels: ["high"] }, files)).toEqual([BRUTE]);
    expect(chosen({ excludeIds: [LOGIN] }, files)).toEqual([ROOT, KEYS, TRAIL, BRUTE]);
  });

  test("what is wrong with a rule that a correlation counts matters, left out or not", () => {
    const wrong = {
      ...files,
      "login.yml": ruleText({ id: LOGIN, detection: onEvent("Login"), level: "no" }),
    };
    expect(refusal({ excludeIds: [LOGIN] }, wrong)).toMatch(/login\.yml:\d+:\d+ DET304 /);
    expect(chosen({ excludeIds: [LOGIN, BRUTE] }, wrong)).toEqual([ROOT, KEYS, TRAIL]);
  });

  test("a rule that only a correlation alerts on is not named as if it alerted", () => {
    const message =
      /DET933 `includeIds`: `A trail was stopped` does not alert by itself: a correlation counts it\n\s+fix: name the correlation/;
    expect(refusal({ includeIds: [LOGIN, KEYS] }, files)).toMatch(message);
    expect(refusal({ includeIds: [FILTER] }, files)).toMatch(
      /DET933 `includeIds`: `A trail was stopped` does not alert by itself: it is a filter\n/,
    );
  });

  test("a rule that only a correlation alerts on is warned of where that is left out", () => {
    const warningsOf = (selection: RuleSelection) =>
      deployPack({ rules: [ruleFolder(files)], logGroupName: "trail", ...selection }).warnings;
    expect(warningsOf({})).not.toContain("DET936");
    expect(warningsOf({ includeIds: [BRUTE] })).not.toContain("DET936");
    expect(warningsOf({ excludeIds: [BRUTE] })).toMatch(
      /DET936 `A trail was stopped` is chosen, but only a correlation that is left out would alert/,
    );
    expect(warningsOf({ excludeIds: [BRUTE, LOGIN] })).not.toContain("DET936");
  });

  test("a rule that is counted by what a correlation counts is not warned of", () => {
    const twice = ruleText({
      id: ROOT,
      logsource: undefined,
      detection: undefined,
      correlation: { type: "temporal_ordered", rules: [BRUTE, KEYS], timespan: "1h" },
    });
    const { warnings } = deployPack({
      rules: [ruleFolder({ ...files, "aws/root.yml": twice })],
      workspaceId: WORKSPACE,
    });
    expect(warnings).not.toContain("DET936");
  });

  test("a filter is applied whatever is chosen, unless it is excluded by id or path", () => {
    for (const selection of [{}, { includeLevels: ["medium"] }, { includeIds: [KEYS] }]) {
      expect(patternOf(selection)).toContain("10.0.0.1");
    }
    expect(patternOf({ excludeIds: [FILTER.toUpperCase()] })).not.toContain("10.0.0.1");
    expect(patternOf({ excludePaths: ["filter.yml"] })).not.toContain("10.0.0.1");
  });

  test("a filter that is wrong is reported also where only some levels are chosen", () => {
    const wrong = { ...files, "filter.yml": filter.replace('"logsource"', '"logsorce"') };
    expect(refusal({ includeLevels: ["medium"] }, wrong)).toMatch(/filter\.yml:\d+:\d+ DET302 /);
  });
});
