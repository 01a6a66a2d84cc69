import { readFileSync } from "node:fs";

import { positionAt } from "../../../compiler/core/source";
import type { Predicate } from "../../../compiler/ir/expression";
import { TABLES } from "../../../compiler/log-sources/registry";
import { engineOf } from "../../../compiler/run/engine";
import { answered } from "../../support/answered";
import { nearEvents } from "../../support/near-events";
import { contradictions } from "./claims";
import { diagnose } from "../../support/kusto";
import { describeWithShared, shared } from "../../support/optional";
import { OTHERS, samplesOf, samples } from "./other-logs";
import { matcherOf, rulesOf, SAYS_NEVER } from "./public-rules";

/** Verdicts under which a query may match more. */
const LOSES = ["wider", "as-written"];

/** Rules that cannot be deployed as they stand, by the code that says why. */
const NOT_DEPLOYED: Readonly<Record<string, string>> = {
  // Keywords alone: the table does not hold all of an event.
  "azure_granting_permission_detection.yml": "DET610",
  "azure_rare_operations.yml": "DET610",
  // The connector does not take in what they look for.
  "microsoft365_disabling_mfa.yml": "DET622",
  "microsoft365_suspicious_email_delivered.yml": "DET622",
};

/** Rules of which what is written never stands in an event, by a code that says so. */
const NEVER_FIRES: Readonly<Record<string, string>> = {
  "azure_app_end_user_consent.yml": "DET451",
  "azure_app_end_user_consent_blocked.yml": "DET451",
  "azure_app_role_added.yml": "DET421",
  "azure_app_uri_modifications.yml": "DET451",
  "azure_group_user_addition_ca_modification.yml": "DET451",
  "azure_privileged_account_creation.yml": "DET431",
  "azure_subscription_permissions_elevation_via_auditlogs.yml": "DET451",
  "azure_user_password_change.yml": "DET451",
  "azure_device_or_configuration_modified_or_deleted.yml": "DET451",
  "azure_ad_risky_sign_ins_with_singlefactorauth_from_unknown_devices.yml": "DET451",
  "azure_ad_only_single_factor_auth_required.yml": "DET451",
  "azure_app_device_code_authentication.yml": "DET421",
  "azure_legacy_authentication_protocols.yml": "DET420",
  "gcp_breakglass_container_workload_deployed.yml": "DET420",
  "gcp_dlp_re_identifies_sensitive_information.yml": "DET451",
  "gcp_kubernetes_admission_controller.yml": "DET451",
  "gcp_kubernetes_cronjob.yml": "DET451",
  "gcp_service_account_disabled_or_deleted.yml": "DET451",
  "gcp_service_account_modified.yml": "DET451",
  "kubernetes_audit_potential_enumeration_activity.yml": "DET451",
  "microsoft365_new_federated_domain_added_exchange.yml": "DET451",
  "microsoft365_unusual_volume_of_file_deletion.yml": "DET451",
  "microsoft365_pst_export_alert_using_new_compliancesearchaction.yml": "DET420",
};

describeWithShared("SigmaHQ's rules of log sources beside CloudTrail", () => {
  const found = OTHERS.map((logSource) => ({ logSource, ...rulesOf(logSource) }));
  const rules = found.flatMap((each) => each.rules);

  test("load, but for those that count in the condition", () => {
    expect(rules.length).toBeGreaterThan(170);
    expect(Object.assign({}, ...found.map(({ refused }) => refused))).toEqual({
      "azure_aad_secops_signin_failure_bad_password_threshold.yml": ["DET218"],
    });
  });

  test("have a verdict on Sentinel, and are refused for known reasons alone", () => {
    const notDeployed: Record<string, string> = {};
    for (const { file, logSource, compiled } of rules) {
      const { verdict, output, reasons } = compiled.compiled("sentinel", { accept: "wider" });
      const isTabled = logSource.sentinel.tables.length > 0;
      expect([file, verdict === "not-applicable"]).toEqual([file, !isTabled]);
      if (output === null && isTabled) notDeployed[file] = reasons.at(-1)?.code ?? "";
    }
    expect(notDeployed).toEqual(NOT_DEPLOYED);
  });

  test("are not CloudWatch's to watch where no log group is named for them", () => {
    for (const { compiled } of rules) {
      expect(compiled.compiled("cloudwatch").verdict).toBe("not-applicable");
    }
  });

  test("bind against their tables", () => {
    const wrong = rules.flatMap(({ file, compiled }) => {
      const { output } = compiled.compiled("sentinel", { accept: "wider" });
      const findings = output === null ? [] : diagnose(output.query);
      return findings.map(({ code, message }) => `${file}: ${code} ${message}`);
    });
    expect(wrong).toEqual([]);
  });

  test("match samples alike on the reference and on the printed query", () => {
    const events = samples();
    let matched = 0;
    for (const { file, logSource, compiled } of rules) {
      const reference = matcherOf(compiled, "reference");
      const sentinel = matcherOf(compiled, "sentinel");
      const { verdict } = compiled.compiled("sentinel");
      if (reference === undefined || sentinel === undefined) continue;
      for (const { at, event } of samplesOf(logSource, events)) {
        const [wanted, got] = [reference(event), sentinel(event)];
        if (wanted) matched += 1;
        if (LOSES.includes(verdict ?? "") && got) continue;
        expect([file, at, got]).toEqual([file, at, wanted]);
      }
    }
    expect(matched).toBeGreaterThan(40);
  });

  describe("on generated events of real shape", () => {
    const made = rules.flatMap((rule) => {
      const { matches } = rule.compiled.detection;
      if (matches.kind !== "expression") return [];
      return [{ ...rule, near: nearEvents(matches.expression, rule.logSource) }];
    });

    test("are matched, unless a finding says that they never are", () => {
      const silent = made.filter(({ near }) => near.matching.length === 0);
      for (const { file, codes } of silent) {
        expect([file, SAYS_NEVER.some((code) => codes.includes(code))]).toEqual([file, true]);
      }
      expect(silent.length).toBeLessThan(rules.length / 10);
    });

    test("are decided by each of their tests alone, unless a finding is about it", () => {
      const undecided = made.flatMap(({ file, near, said, compiled }) => {
        const { source } = compiled.detection;
        const isSaid = ({ origin }: Predicate) => {
          const { line, column } = positionAt(source, origin.span.start);
          return said.has(`${line}:${column}`);
        };
        if (near.matching.length === 0) return [];
        const left = near.decided.filter(({ test, pair }) => pair === undefined && !isSaid(test));
        return left.map(({ test }) => `${file}: ${test.origin.written}`);
      });
      expect(undecided).toEqual([]);
    });

    test("keep the law on the printed query, at events that contradict no claim", () => {
      let kept = 0;
      const broken = made.flatMap(({ file, logSource, compiled, near }) => {
        const engine = engineOf(compiled, "sentinel");
        const reference = matcherOf(compiled, "reference");
        if (engine.kind !== "ready" || reference === undefined) return [];
        const mayBeMore = LOSES.includes(engine.verdict ?? "");
        return near.events.flatMap((event) => {
          kept += 1;
          const [wanted, got] = [reference(event), answered(engine.matches(event))];
          const isBroken = mayBeMore ? wanted && !got : wanted !== got;
          return [
            ...(isBroken ? [`${file}: ${got} at ${JSON.stringify(event)}`] : []),
            ...contradictions(event, logSource.fields).map((claim) => `${file}: ${claim}`),
          ];
        });
      });
      expect(broken).toEqual([]);
      expect(kept).toBeGreaterThan(5_000);
    });
  });

  test("that never fire are found", () => {
    for (const [file, code] of Object.entries(NEVER_FIRES)) {
      const rule = rules.find((each) => each.file === file);
      expect([file, rule?.codes]).toEqual([file, expect.arrayContaining([code])]);
    }
  });

  test("read tables whose columns are those of Microsoft's reference", () => {
    const text = readFileSync(shared("logs/tables.json"), "utf8");
    const known = JSON.parse(text) as Record<string, { column: string; type: string }[]>;
    for (const { name, columns } of TABLES) {
      const right = known[name];
      if (right === undefined) continue;
      const typed = (each: readonly (readonly [string, string])[]) =>
        each
          // What a portal showed of a time's zone.
          .map(([column, type]) => [column.replace(" [UTC]", ""), type] as const)
          .filter(([column]) => !column.endsWith("_t"))
          .map(([column, type]) => `${column}: ${type}`)
          .sort();
      expect([name, typed(columns.map((column) => [column.name, column.type]))]).toEqual([
        name,
        typed(right.map(({ column, type }) => [column, type])),
      ]);
    }
  });
});
