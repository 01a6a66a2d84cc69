import { ATTACK_VERSION } from "../../../attack/enterprise";
import type { Json } from "../../../core/json";
import type { ActedOn } from "../../../log-sources/log-source";
import type { Level } from "../../../rule/schema";
import { isTime } from "../condition/date";
import { call, choice, regex, text, variable, type Jsonata, type Let } from "../jsonata/ast";
import { asSource, END } from "../jsonata/escape";
import { said, targetName, targetWord } from "./event-texts";
import { jsonBuilder, type JsonBuilder, type Member } from "./json-builder";
import type { RuleTexts } from "./rule-texts";

/**
 * A message for machines: a Detection Finding of the Open Cybersecurity Schema Framework, as one line of
 * JSON (https://schema.ocsf.io/1.5.0/classes/detection_finding, with the profile `cloud`).
 */
const OCSF_VERSION = "1.5.0";

/** `severity_id` and its caption (OCSF, base event). */
const SEVERITIES: Readonly<Record<Level, readonly [id: number, caption: string]>> = {
  informational: [1, "Informational"],
  low: [2, "Low"],
  medium: [3, "Medium"],
  high: [4, "High"],
  critical: [5, "Critical"],
};

/** What stands for a required text that the event does not have. */
const UNKNOWN = "Unknown";
const orUnknown = (value: Jsonata): Jsonata => choice(call("exists", value), value, text(UNKNOWN));

const NAME = "cdktf-detections";

/** Statements that make the finding, and the variable that holds it. */
export function findingStatements(
  rule: RuleTexts,
  actedOn: readonly ActedOn[],
): { readonly lets: readonly Let[]; readonly made: Jsonata } {
  const json = jsonBuilder();
  const [severityId, severity] = rule.level === undefined ? [0, UNKNOWN] : SEVERITIES[rule.level];
  const { title, runbook } = rule;
  const made = json.object([
    ["class_uid", 2004],
    ["class_name", "Detection Finding"],
    ["category_uid", 2],
    ["category_name", "Findings"],
    ["activity_id", 1],
    ["activity_name", "Create"],
    ["type_uid", 200401],
    ["severity_id", severityId],
    ["severity", severity],
    ["status_id", 1],
    ["status", "New"],
    ["is_alert", true],
    ["message", title],
    ["time", json.made(call("string", call("millis")))],
    [
      "start_time",
      json.made(choice(isTime(said("at")), call("string", call("toMillis", said("at"))))),
    ],
    [
      "metadata",
      { version: OCSF_VERSION, profiles: ["cloud"], product: { name: NAME, vendor_name: NAME } },
    ],
    ["finding_info", finding(rule, json)],
    [
      "cloud",
      json.object([
        ["provider", "AWS"],
        ["region", json.text(said("region"))],
        ["account", json.where(said("account"), account(json))],
      ]),
    ],
    ["evidences", json.list([evidence(json)])],
    ["resources", json.list(actedOn.map((each, at) => resource(each, at, json)))],
    ...(runbook === undefined ? [] : [["remediation", { desc: runbook }] as const]),
  ]);
  return { lets: json.lets(), made: made.json };
}

function finding({ id, title, description, verdict, techniques }: RuleTexts, json: JsonBuilder) {
  const attacks = techniques.map((technique) => ({
    technique: {
      uid: technique.id,
      ...(technique.name === undefined ? {} : { name: technique.name }),
    },
    version: ATTACK_VERSION,
  }));
  const uid = { ...(id === undefined ? {} : { uid: id }) };
  return json.object([
    ["uid", json.text(orUnknown(said("eventId")), `${id ?? title}:`)],
    ["title", title],
    ["desc", [description, verdict].filter((each) => each !== undefined).join(" ")],
    ["analytic", { type_id: 1, type: "Rule", name: title, ...uid }],
    ["attacks", attacks as Json],
    ["src_url", json.text(said("link"))],
  ]);
}

function evidence(json: JsonBuilder) {
  const [caller, failure, agent, address] = [
    said("caller"),
    said("failure"),
    said("agent"),
    said("address"),
  ];
  const user: readonly Member[] = [
    ["uid", json.text(caller)],
    ["name", json.text(said("user"))],
    ["type", json.text(said("kind"))],
    ["credential_uid", json.text(said("accessKey"))],
  ];
  const actor = json.object([
    ["user", json.object(user)],
    ["session", session(json)],
  ]);
  const isAddress = call("contains", address, regex(asSource(`^[0-9A-Fa-f.\\x3a]+${END}`)));
  // A service that calls for somebody has a name in place of an address.
  const endpoint = choice(
    isAddress,
    json.object([["ip", json.text(address)]]).json,
    json.object([["svc_name", json.text(address)]]).json,
  );
  return json.object([
    ["uid", json.text(said("eventId"))],
    ["actor", json.where(caller, actor)],
    [
      "api",
      json.object([
        ["operation", json.text(orUnknown(said("action")))],
        ["service", json.object([["name", json.text(orUnknown(said("service")))]])],
        ["response", json.where(failure, json.object([["error", json.text(failure)]]))],
      ]),
    ],
    ["src_endpoint", json.where(address, json.made(endpoint))],
    ["http_request", json.where(agent, json.object([["user_agent", json.text(agent)]]))],
  ]);
}

function session(json: JsonBuilder) {
  const mfa = said("mfa");
  const yes = call("contains", mfa, regex(asSource(`^(?:[Tt]rue|Yes)${END}`)));
  const isMfa = choice(call("exists", mfa), choice(yes, text("true"), text("false")));
  return json.object([
    ["issuer", json.text(said("issuer"))],
    ["is_mfa", json.made(isMfa)],
  ]);
}

function account(json: JsonBuilder) {
  return json.object([
    ["uid", json.text(said("account"))],
    ["type_id", 10],
    ["type", "AWS Account"],
  ]);
}

function resource(target: ActedOn, at: number, json: JsonBuilder) {
  const value = variable(targetName(at));
  const made = json.object([
    ["type", targetWord(target)],
    ["name", json.text(value)],
  ]);
  return json.where(value, made);
}
