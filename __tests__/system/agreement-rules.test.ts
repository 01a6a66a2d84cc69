import { compile } from "../../compiler/compile";
import type { Json } from "../../compiler/core/json";
import { logSourceOf, type ResolvedRule } from "../../compiler/ir/rule";
import { fieldsOf, predicatesOf, type Predicate } from "../../compiler/ir/expression";
import { printStringPattern } from "../../compiler/ir/pattern";
import { modelOfMatches } from "../../compiler/ir/calls";
import { callContradictions, contradictions } from "../compiler/log-sources/claims";
import { diagnose, resultColumns } from "../support/kusto";
import { enginesOf, subjectOf, type Subject } from "../support/law";
import { describeWithShared } from "../support/optional";
import { publishedRules, recordedEvents, shippedRules } from "../support/recorded";
import { witnessesOf } from "../support/witness";

/** Tests that no event decides on, by rule and reason. */
const UNDECIDED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "AWS_LogTampering.yaml": {
    "the list before them names UpdateTrail, so that what is asked of it besides changes nothing": [
      'EventName == "UpdateTrail" (UpdateTrail)',
      "(parse_json(RequestParameters).enableLogFileValidation) == false (false)",
      "(parse_json(RequestParameters).isMultiRegionTrail) == false (false)",
    ],
  },
  "aws-role-trust-opened.yml": {
    "each alternative has a call and a field of its own; the rule's own tests have events of both":
      [
        'requestParameters.assumeRolePolicyDocument|contains|cased: "AWS" (*"AWS"*)',
        'requestParameters.assumeRolePolicyDocument|contains|cased: "Principal":" (*"Principal":"*)',
        'requestParameters.assumeRolePolicyDocument|contains|cased: "Principal": " (*"Principal": "*)',
      ],
  },
};

/** Tests that no event decides on without another that then has another answer, too. */
const TOGETHER: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "AWS_LogTampering.yaml": {
    "the query asks for this name twice": ["EventName in~ (EventNameList) (UpdateTrail)"],
  },
};

/**
 * Tests that a saved query, about which nothing is claimed, answers otherwise: what Logs Insights makes of
 * such a field was never recorded.
 */
const SHOWN_OTHERWISE: Readonly<Record<string, string>> = {
  "aws-admin-port-opened.yml": "two lists on the path of an address",
  "aws-bucket-opened-by-acl.yml": "one entry or a list of them at a grant",
  "aws-notebook-script-set.yml": "a null where the rule asks whether a field is there",
};

/**
 * Rules that this says nothing of: generated policies hold one statement where S3 writes a list, and of two
 * alternatives one that is left out makes the other idle.
 */
const NOT_ASKED = ["aws-bucket-policy-for-everybody.yml"];

/** Microsoft's rules that are more than a test of single events: CloudWatch refuses them. */
const NOT_LIFTED = [
  "AWS_APIfromTor.yaml",
  "AWS_CreatedCRUDIAMtoPrivilegeEscalation.yaml",
  "AWS_CreationofEncryptKeysWithoutMFA.yaml",
  "AWS_S3BruteForce.yaml",
  "AWS_SuspiciousCommandEC2.yaml",
];

/** Recorded events that break the law, with the claim of the field model that they contradict. */
const BREAKS_A_CLAIM = [
  "awsdocs-cloudtrail.ndjson:7 additionalEventData.MFAUsed: closed (YES)",
  "panther-analysis.ndjson:305 errorCode: not empty (empty)",
];

function fileOf({ source }: ResolvedRule): string {
  return source.path.split("/").at(-1) ?? source.path;
}

function subjectsOf(detections: readonly ResolvedRule[]) {
  return detections.flatMap((detection): readonly (readonly [string, Subject])[] => {
    // No single event decides on a correlation; rules of other logs have a test of their own.
    if (detection.matches.kind === "correlation") return [];
    if (logSourceOf(detection)?.service !== "cloudtrail") return [];
    const subject = subjectOf(detection);
    return subject === undefined ? [] : [[fileOf(detection), subject]];
  });
}

function nameOf(test: Predicate): string {
  const looksFor = test.kind === "string" ? ` (${printStringPattern(test.pattern)})` : "";
  return `${test.origin.written}${looksFor}`;
}

/** Every test of a rule decides on some event, and every engine keeps the law on all those beside it. */
function decidesByEveryTest(file: string, { expression, model, engines }: Subject): void {
  // Events are those of the calls that the rule is about, of the types that these have.
  const witnesses = witnessesOf(expression, modelOfMatches(expression, model));
  const paths = predicatesOf(expression).flatMap(fieldsOf);
  const canBe = (event: Json) => callContradictions(event, paths, model).length === 0;
  const named = (some: typeof witnesses) => some.map(({ test }) => nameOf(test));
  const listed = (table: typeof UNDECIDED) => Object.values(table[file] ?? {}).flat();
  const undecided = witnesses.filter(({ matching }) => matching === undefined);
  const decided = witnesses.filter(({ matching }) => matching !== undefined);
  expect(named(undecided)).toEqual(listed(UNDECIDED));
  expect(named(decided.filter(({ alone }) => alone.length === 0))).toEqual(listed(TOGETHER));
  expect(decided.length).toBeGreaterThan(0);

  for (const { test, matching, alone, together, near } of decided) {
    if (matching === undefined) continue;
    for (const event of [matching, ...near].filter(canBe)) {
      expect([event, contradictions(event, model)]).toEqual([event, []]);
      expect([event, engines.flatMap(({ broken }) => broken(event) ?? [])]).toEqual([event, []]);
    }
    const [missing] = [...alone, ...together];
    if (missing === undefined) throw new Error(`${nameOf(test)} decides on nothing`);
    for (const { name, matches, leftOut } of engines) {
      if (name === "logs-insights" && Object.hasOwn(SHOWN_OTHERWISE, file)) continue;
      const found = [matches(matching), matches(missing)];
      const isLeftOut = leftOut.includes(test.origin.path);
      expect([name, nameOf(test), found]).toEqual([name, nameOf(test), [true, isLeftOut]]);
    }
  }
}

describe("every test decides, on every engine that does not name it as left out", () => {
  const shipped = shippedRules().filter((rule) => !NOT_ASKED.includes(fileOf(rule)));
  test.each(subjectsOf(shipped))("%s, which is shipped", decidesByEveryTest);

  describeWithShared("of the public rules", () => {
    const { sigma, sentinel } = publishedRules();

    test.each(subjectsOf(sigma))("%s", (file, subject) => {
      expect(subject.engines.map(({ name }) => name)).toEqual([
        "cloudwatch",
        "sentinel",
        "logs-insights",
      ]);
      decidesByEveryTest(file, subject);
    });

    test("of Microsoft's, those that speak of single events are lifted", () => {
      const lifted = subjectsOf(sentinel).map(([file]) => file);
      expect(sentinel.map(fileOf).filter((file) => !lifted.includes(file))).toEqual(NOT_LIFTED);
    });

    test.each(subjectsOf(sentinel))("%s, as CloudWatch has it", (file, subject) => {
      expect(subject.engines.map(({ name }) => name)).toEqual(["cloudwatch"]);
      decidesByEveryTest(file, subject);
    });
  });
});

describeWithShared("every recorded event", () => {
  const { sigma, sentinel } = publishedRules();
  const subjects = subjectsOf([...sigma, ...sentinel, ...shippedRules()]).map(
    ([, subject]) => subject,
  );
  const events = recordedEvents();

  /** The claims that an event contradicts of the fields that a rule reads. */
  function claims(event: Json, { expression, model }: Subject): readonly string[] {
    const read = new Set(predicatesOf(expression).flatMap(fieldsOf));
    return contradictions(event, model).filter((each) => read.has(each.split(":")[0] ?? ""));
  }

  test("keeps the law on every engine, but for those that AWS never wrote", () => {
    expect(events.length).toBeGreaterThan(1_168);
    const found = { cloudwatch: 0, sentinel: 0, "logs-insights": 0 };
    const broken = events.flatMap(({ place, event }) =>
      subjects.flatMap((subject) =>
        subject.engines.flatMap((engine) => {
          if (engine.matches(event)) found[engine.name] += 1;
          const how = engine.broken(event);
          if (how === undefined) return [];
          const contradicted = claims(event, subject);
          return contradicted.length === 0
            ? [`${place} ${how}`]
            : contradicted.map((claim) => `${place} ${claim}`);
        }),
      ),
    );
    expect([...new Set(broken)]).toEqual(BREAKS_A_CLAIM);
    for (const count of Object.values(found)) expect(count).toBeGreaterThan(100);
  });
});

describeWithShared("the public Sigma rules", () => {
  const { sigma } = publishedRules();
  const compiled = <T extends "cloudwatch" | "sentinel">(target: T) =>
    sigma.map((rule) => compile(rule, target, { accept: "wider" }));
  const codes = (results: readonly { readonly reasons: readonly { readonly code: string }[] }[]) =>
    results.flatMap(({ reasons }) => reasons.map(({ code }) => code)).sort();

  test("are exact on CloudWatch but for four, which are wider for a reason of the language", () => {
    const results = compiled("cloudwatch");
    expect(results).toHaveLength(38);
    expect(results.filter(({ verdict }) => verdict === "exact")).toHaveLength(34);
    expect(results.filter(({ verdict }) => verdict === "wider")).toHaveLength(4);
    expect(codes(results)).toEqual(["DET501", "DET502", "DET502", "DET507"]);
  });

  test("are exact on Sentinel", () => {
    const verdicts = compiled("sentinel").map(({ verdict }) => verdict);
    expect(verdicts).toEqual(verdicts.map(() => "exact"));
  });

  test("bind in Kusto's language service without a remark, with the columns that they map", () => {
    for (const { output } of compiled("sentinel")) {
      expect([output?.query, diagnose(output?.query ?? "")]).toEqual([output?.query, []]);
      const columns = resultColumns(output?.query ?? "").map(({ name }) => name);
      const mapped = (output?.entityMappings ?? []).flatMap(({ fieldMappings }) =>
        fieldMappings.map(({ columnName }) => columnName),
      );
      expect(columns).toEqual(expect.arrayContaining(mapped));
    }
  });

  const cloudwatch = (file: string) => {
    const rule = sigma.find((each) => fileOf(each).includes(file));
    return rule && enginesOf(rule).cloudwatch;
  };

  test("`NO` in a rule finds CloudTrail's `No`", () => {
    const event = {
      eventSource: "signin.amazonaws.com",
      eventName: "ConsoleLogin",
      additionalEventData: { MFAUsed: "No" },
      responseElements: { ConsoleLogin: "Success" },
    };
    expect(cloudwatch("console_login_success_without_mfa")?.(event)).toBe(true);
  });

  test("`'true'` in a rule finds CloudTrail's `true`", () => {
    const matches = cloudwatch("rds_public_db_restore");
    const event = (publiclyAccessible: Json) => ({
      eventSource: "rds.amazonaws.com",
      eventName: "RestoreDBInstanceFromDBSnapshot",
      responseElements: { publiclyAccessible },
    });
    expect(matches?.(event(true))).toBe(true);
    expect(matches?.(event(false))).toBe(false);
  });
});
