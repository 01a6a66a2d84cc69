import { all, OPTIONAL_STRING, rowsOf, shaped, tabulated } from "../field-model";
import type { LogSource } from "../log-source";
import { GITHUB_AUDIT_V2, GITHUB_AUDIT_V3 } from "./sentinel-table";

/** GitHub's audit log of an organisation or enterprise. */
export const GITHUB_AUDIT: LogSource = {
  product: "github",
  service: "audit",
  vendor: "GitHub",
  fields: {
    ...tabulated({
      rows: {
        ...rowsOf(GITHUB_AUDIT_V3.columns),
        action: {
          presence: "always",
          nullable: false,
          empty: false,
          spelling: shaped(/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/, "repo.create"),
          ascii: true,
        },
        // Milliseconds since 1970.
        "@timestamp": { type: "scalar", empty: false },
        actor_location: { type: "object" },
        ...all(
          { type: "object", many: "many" },
          "ruleset_bypass_actors",
          "ruleset_conditions",
          "ruleset_conditions_updated",
          "ruleset_rules",
          "ruleset_rules_deleted",
        ),
        ...all(
          { type: "scalar", many: "either" },
          "alert_numbers",
          "allowed_values",
          "authorized_actor_names",
          "events",
          "events_were",
          "old_role_permissions",
          "overridden_codes",
          "reasons",
          "repositories_removed",
          "repositories_removed_names",
          "role_permissions",
          "runner_labels",
          "secrets_passed",
        ),
      },
      usual: {
        ...OPTIONAL_STRING,
        nullable: true,
        empty: true,
        source: "GitHub documentation, audit log events; recorded events",
      },
    }),
    bounding: ["action"],
  },
  otherNames: {},
  sentinel: { tables: [GITHUB_AUDIT_V2, GITHUB_AUDIT_V3] },
  events: {
    called: "an event of GitHub's audit log",
    id: "_document_id",
    time: "@timestamp",
    name: "action",
    marks: { action: [], actor: [] },
    example: {
      id: "_document_id",
      time: "@timestamp",
      action: "action",
      actor: "actor",
      org: "org",
      repo: "repo",
    },
    exampleLine: ["time", "action", "actor", "org", "repo", "id"],
    noisy: ["action", "actor", "org", "repo", "programmatic_access_type"],
    sample: {
      "@timestamp": 1767268800000,
      _document_id: "EXAMPLEID",
      action: "example.action",
      actor: "example",
      actor_id: 1,
      actor_ip: "198.51.100.7",
      actor_location: { country_code: "IE" },
      created_at: 1767268800000,
      operation_type: "create",
      org: "example-org",
      org_id: 2,
      repo: "example-org/example",
      user_agent: "Mozilla/5.0",
    },
  },
};
