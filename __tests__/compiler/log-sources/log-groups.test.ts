import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { compiledRule } from "../../../compiler/compile";
import { Diagnostics } from "../../../compiler/core/diagnostic";
import type { Json } from "../../../compiler/core/json";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import { loadRules } from "../../../compiler/rule-set/load-rules";
import { engineOf } from "../../../compiler/run/engine";
import { examplesOf } from "../../../compiler/run/example/examples";
import { logGroupRefusals, logGroupUsage } from "../../../compiler/targets/cloudwatch/log-group";
import { answered } from "../../support/answered";
import { subjectOf } from "../../support/law";
import { describeWithShared, shared } from "../../support/optional";
import { nameOf, OTHERS, samples, samplesOf } from "./other-logs";

/** A log group for each log source that may be given one. */
const NAMES = Object.fromEntries(OTHERS.map((each) => [nameOf(each), `/logs/${nameOf(each)}`]));
const PLACEHOLDERS = { ApprovedUserUpn: ["user@example.com"], Important_AppIds: ["an-id"] };

/** Rules of which too little is left without what a metric filter cannot say. */
const NOT_ON_CLOUDWATCH: Readonly<Record<string, string>> = {
  // They name an element of an array, or letters outside ASCII.
  "azure_ad_only_single_factor_auth_required.yml": "DET510",
  "azure_app_credential_added.yml": "DET510",
  "azure_app_end_user_consent.yml": "DET510",
  "azure_app_end_user_consent_blocked.yml": "DET510",
  "azure_mfa_denies.yml": "DET510",
  // Keywords alone.
  "azure_granting_permission_detection.yml": "DET510",
  "azure_rare_operations.yml": "DET510",
  // Longer than a pattern may be.
  "microsoft365_pst_export_alert_using_new_compliancesearchaction.yml": "DET513",
};

describe("rules of a log source whose log group is named", () => {
  const compiledOf = (keys: string, logGroupNames?: Record<string, string>) => {
    const rule = loadRule(`title: One\n${keys}\n`, new Diagnostics(), { logGroupNames });
    if (rule === undefined) throw new Error("the rule loads");
    return compiledRule(rule);
  };
  const KUBERNETES = "logsource: {product: kubernetes, service: audit}\n";
  const detection = (selection: string) => `detection: {s: {${selection}}, condition: s}`;
  const onEks = (selection: string) =>
    compiledOf(KUBERNETES + detection(selection), NAMES).compiled("cloudwatch", {
      accept: "wider",
    });

  test("are not applicable where it is not, and say how it is named", () => {
    const rule = compiledOf(KUBERNETES + detection("verb: get"), { "okta/okta": "/okta" });
    const { verdict, reasons, output } = rule.compiled("cloudwatch");
    expect([verdict, output]).toEqual(["not-applicable", null]);
    expect(reasons.map(({ code, message }) => [code, message])).toEqual([
      [
        "DET528",
        "no log group is named that holds events of kubernetes/audit, which EKS writes to `/aws/eks/<cluster>/cluster` where audit logs are switched on: name one with `logGroupNames`, or `--log-group` of the command line",
      ],
    ]);
  });

  test("are exact for events that EKS does not cut", () => {
    const { verdict, assumptions, output } = onEks(
      "verb: create, objectRef.resource: pods, objectRef.subresource: exec",
    );
    expect([verdict, output?.filters.map(({ pattern }) => pattern)]).toEqual([
      "exact",
      [
        '{ $.verb = "create" && $.objectRef.resource = "pods" && $.objectRef.subresource = "exec" }',
      ],
    ]);
    expect(assumptions).toEqual([
      "no event is so long that EKS cuts it, to end in `[Truncated...]`",
    ]);
  });

  test("compare numbers as numbers, and no word of lower case by a regex", () => {
    const patternOf = (selection: string) => onEks(selection).output?.filters[0]?.pattern;
    expect(patternOf("verb: Replace, responseStatus.code: 403")).toBe(
      '{ $.verb = "replace" && $.responseStatus.code = 403 }',
    );
    expect(patternOf("verb: get, responseStatus.code: ALLOW")).toContain('code = "ALLOW"');
    expect(patternOf("requestURI|contains: '%2fa'")).toBe(
      '{ $.requestURI = "*%2FA*" || $.requestURI = "*%2Fa*" || $.requestURI = "*%2fA*" || $.requestURI = "*%2fa*" }',
    );
  });

  test("leave out what a pattern cannot say, and name it", () => {
    const { verdict, reasons } = onEks(
      "verb: create, requestObject.spec.volumes.hostPath|exists: true",
    );
    expect([verdict, reasons.map(({ code }) => code)]).toEqual(["wider", ["DET502"]]);
    const { output, assumptions } = onEks(
      "verb: create, requestObject.spec.volumes.hostPath.path|startswith: /",
    );
    expect(output?.filters[0]?.pattern).toContain(
      '$.requestObject.spec.volumes[*].hostPath.path = "/*"',
    );
    expect(assumptions).toContainEqual(expect.stringContaining("`[*]` before its end"));
    const chosen = compiledOf(
      `logsource: {product: azure, service: auditlogs}\n${detection("operationName: x, ConsentContext.IsAdminConsent: 'true'")}`,
      NAMES,
    ).compiled("cloudwatch", { accept: "wider" });
    expect([chosen.verdict, chosen.reasons.map(({ code }) => code)]).toEqual(["wider", ["DET506"]]);
  });

  test("are counted together where they are of one log source", () => {
    const counted = `title: Exec\nname: exec\n${KUBERNETES}${detection("verb: create, objectRef.subresource: exec")}`;
    const many = `title: Many\ncorrelation: {type: event_count, rules: [exec], group-by: [user.username], timespan: 5m, condition: {gte: 3}}`;
    const [rule] = loadRules([`${counted}\n---\n${many}\n`], new Diagnostics(), {
      logGroupNames: NAMES,
    });
    expect(rule && compiledRule(rule.detection).compiled("cloudwatch").verdict).toBe("wider");
  });
});

describeWithShared("SigmaHQ's rules on log groups that are named", () => {
  const rules = OTHERS.flatMap((logSource) => {
    const folder = shared(`logs/rules/${nameOf(logSource).replace("/", "_")}`);
    const files = existsSync(folder) ? readdirSync(folder) : [];
    return files.flatMap((file) =>
      loadRules([join(folder, file)], new Diagnostics(), {
        placeholders: PLACEHOLDERS,
        logGroupNames: NAMES,
      }).map(({ detection }) => ({ file, logSource, ...compiledRule(detection) })),
    );
  });
  const ofKubernetes = rules.filter(({ logSource }) => logSource.product === "kubernetes");
  const onCloudWatch = (compiled: (typeof rules)[number]["compiled"]) =>
    compiled("cloudwatch", { accept: "wider" });

  test("are watched by CloudWatch but where nothing remains that bounds them", () => {
    expect(rules.length).toBeGreaterThan(170);
    const refused = rules.flatMap(({ file, compiled }) => {
      const { output, reasons } = onCloudWatch(compiled);
      return output === null ? [[file, reasons.at(-1)?.code]] : [];
    });
    expect(Object.fromEntries(refused)).toEqual(NOT_ON_CLOUDWATCH);
  });

  test("of Kubernetes are on both clouds, and share a log group", () => {
    const wider = [
      "kubernetes_audit_hostpath_mount.yml",
      "kubernetes_audit_privileged_pod_creation.yml",
    ];
    expect(ofKubernetes).toHaveLength(11);
    for (const { file, compiled } of ofKubernetes) {
      const verdict = wider.includes(file) ? "wider" : "exact";
      expect([file, onCloudWatch(compiled).verdict]).toEqual([file, verdict]);
      expect([file, compiled("sentinel").verdict]).toEqual([file, "exact"]);
    }
    const outputs = ofKubernetes.flatMap(({ compiled }) => onCloudWatch(compiled).output ?? []);
    expect(logGroupRefusals(logGroupUsage(outputs))).toEqual([]);
  });

  test("keep their promise on samples and generated events, and so do the saved queries", () => {
    const all = samples();
    const broken: string[] = [];
    let matched = 0;
    for (const { file, logSource, detection } of rules) {
      const { matches } = detection;
      const subject = subjectOf(detection);
      if (subject === undefined || matches.kind !== "expression") continue;
      const events: readonly (readonly [string, Json])[] = [
        ...samplesOf(logSource, all).map(({ at, event }) => [at, event] as const),
        ...examplesOf(matches.expression, logSource).examples.map(
          ({ name, event }) => [name, event] as const,
        ),
      ];
      // Queries have tests of their own.
      for (const engine of subject.engines.filter(({ name }) => name !== "sentinel")) {
        for (const [at, event] of events) {
          if (engine.matches(event)) matched += 1;
          const how = engine.broken(event);
          if (how !== undefined) broken.push(`${file} ${at}: ${how}`);
        }
      }
    }
    expect(broken).toEqual([]);
    expect(matched).toBeGreaterThan(200);
  });

  test("of Kubernetes answer alike on both clouds, as the rule does", () => {
    const events = samplesOf(
      OTHERS.find(({ product }) => product === "kubernetes")!,
      samples(),
    );
    let matched = 0;
    for (const { file, compiled, detection } of ofKubernetes) {
      const [reference, cloudwatch, sentinel] = (
        ["reference", "cloudwatch", "sentinel"] as const
      ).map((name) => {
        const engine = engineOf({ compiled, detection }, name);
        if (engine.kind !== "ready") throw new Error(`${file} runs on ${name}`);
        return (event: Json) => answered(engine.matches(event));
      });
      const isExact = compiled("cloudwatch").verdict === "exact";
      for (const { at, event } of events) {
        const wanted = reference!(event);
        if (wanted) matched += 1;
        expect([file, at, sentinel!(event)]).toEqual([file, at, wanted]);
        if (isExact || wanted) expect([file, at, cloudwatch!(event)]).toEqual([file, at, wanted]);
      }
    }
    expect(events.length).toBeGreaterThan(80);
    expect(matched).toBeGreaterThan(10);
  });
});
