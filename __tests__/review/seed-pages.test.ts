import { reviewFiles } from "../../review/review-files";
import { detectionOf, rulesOf, section, textOf, words } from "./reviewed";

const BACKDOOR = "rules/starter/aws-iam-backdoor-user-keys.yml";
const BACKDOOR_ID = "0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2";
const CREATED = "rules/starter/aws-iam-access-key-created.yml";

const QUERY_ID = "3c8ff1c5-3a9f-4a76-8a53-0c1f5f2a9b01";
/** A rule as Sentinel's own files are. */
const QUERY = `
id: ${QUERY_ID}
name: Access key made by hand
description: |
  'Somebody made a key. An owner should be able to say why.'
severity: Medium
status: Available
requiredDataConnectors:
  - connectorId: AWS
    dataTypes: [AWSCloudTrail]
queryFrequency: 20m
queryPeriod: 40m
triggerOperator: gt
triggerThreshold: 3
tactics: [Persistence]
relevantTechniques: [T1098]
query: |
  AWSCloudTrail
  | where EventName == "CreateAccessKey"
  | project TimeGenerated, UserIdentityUserName, SourceIpAddress
entityMappings:
  - entityType: IP
    fieldMappings:
      - identifier: Address
        columnName: SourceIpAddress
OriginalUri: https://example.org/rules/access-key.yaml
version: 2.4.1
kind: Scheduled
`;

/**
 * The two pages that people know such rules from: a catalogue of rules in many languages, and a list of
 * Sentinel's rules. Everything on either is on the page of a rule here.
 */
describe("a page shows every field of the pages that people know", () => {
  const files = reviewFiles(
    [{ detection: detectionOf(BACKDOOR) }, { detection: detectionOf(CREATED) }, ...rulesOf(QUERY)],
    { armBaseUrl: "https://example.org/review/rules" },
  );

  describe("the catalogue's", () => {
    const page = textOf(files, `rules/${BACKDOOR_ID}.html`);

    test.each([
      ["format of the rule", "Format Sigma"],
      ["id", `Id ${BACKDOOR_ID}`],
      ["status", "Status test"],
      ["level", "Level medium"],
      ["author", "Author faloker"],
      ["date", "Date 2020-02-12"],
      ["date of change", "Modified 2022-10-09"],
      ["log source", "Log source aws/cloudtrail"],
      ["license", "License DRL-1.1"],
    ])("%s", (_, expected) => {
      expect(words(page)).toContain(expected);
    });

    test("title, as the page's one first heading", () => {
      expect(page).toContain("<h1>IAM Access Key Created for Another User</h1>");
    });

    test("description, before everything that explains it", () => {
      const at = page.indexOf("Somebody created an access key for an IAM user");
      expect(at).toBeGreaterThan(page.indexOf("<h1>"));
      expect(at).toBeLessThan(page.indexOf("<section"));
    });

    test.each([
      ["tactics with their techniques", "attack", "Persistence T1098 Account Manipulation"],
      ["every tactic", "attack", "Privilege Escalation T1098 Account Manipulation"],
      ["provider and event", "events", "iam.amazonaws.com CreateAccessKey"],
      [
        "rules detecting the same action, with their format",
        "same-action",
        "Access key made by hand (Sentinel)",
      ],
      [
        "rule body, from its first key",
        "source",
        "title : IAM Access Key Created for Another User",
      ],
      ["rule body, to its last", "source", "identifier : Address columnName : SourceIpAddress"],
      ["stage 0, the condition", "stages", "Stage 0: condition"],
      ["stage 0's text", "stages", "condition : selection_source and not filter_main_own_key"],
      ["stage 1 and its predicates", "stages", "Stage 1: selection_source"],
      ["stage 2, which is negated", "stages", "Stage 2: not filter_main_own_key"],
      [
        "exclusions by field, kind and value",
        "exclusions",
        "Field Kind Excluded values userIdentity.userName fieldref responseElements.accessKey.userName",
      ],
      [
        "indicators by field, kind and value, with the rules that share them",
        "indicators",
        "eventName eq CreateAccessKey 1 eventSource eq iam.amazonaws.com 1",
      ],
      ["false positives", "false-positives", "A person or pipeline whose job is to create keys"],
      ["references", "references", "https://github.com/RhinoSecurityLabs/pacu/"],
    ])("%s", (_, id, expected) => {
      expect(section(page, id).replaceAll(" :", ":")).toContain(expected.replaceAll(" :", ":"));
    });
  });

  describe("the list's", () => {
    const page = textOf(files, `rules/${QUERY_ID}.html`);

    test.each([
      ["id", `Id ${QUERY_ID}`],
      ["rule name", "Detection review / Access key made by hand"],
      [
        "description, without the quotes in it",
        " Somebody made a key. An owner should be able to say why. ",
      ],
      ["severity", "Severity Medium"],
      ["kind", "Kind Scheduled"],
      ["query frequency", "Query frequency PT20M"],
      ["query period", "Query period PT40M"],
      ["trigger operator", "Trigger operator gt"],
      ["trigger threshold", "Trigger threshold 3"],
      ["source URI", "Source URI https://example.org/rules/access-key.yaml"],
      ["version", "Version 2.4.1"],
      ["format", "Format Sentinel"],
      ["status", "Status Available"],
    ])("%s", (_, expected) => {
      expect(words(page)).toContain(expected);
    });

    test.each([
      ["tactics and techniques", "attack", "Persistence T1098 Account Manipulation"],
      ["required data connectors", "sentinel-data", "Connector Data types AWS AWSCloudTrail"],
      ["entity mappings", "sentinel-data", "IP Address SourceIpAddress"],
      [
        "query, line by line",
        "sentinel",
        'AWSCloudTrail | where EventName == "CreateAccessKey" | project TimeGenerated',
      ],
      ["whole file", "source", "OriginalUri : https://example.org/rules/access-key.yaml"],
      ["ARM template", "arm", `${QUERY_ID}.arm.json`],
    ])("%s", (_, id, expected) => {
      expect(section(page, id).replaceAll(" :", ":")).toContain(expected.replaceAll(" :", ":"));
    });

    test("link that deploys the template of that rule to Azure", () => {
      const template = `https://example.org/review/rules/${QUERY_ID}.arm.json`;
      const link = /<a href="([^"]*)"[^>]*>Deploy to Azure<\/a>/.exec(page)?.[1];
      expect(link).toBe(
        `https://portal.azure.com/#create/Microsoft.Template/uri/${encodeURIComponent(template)}`,
      );
      const { resources } = JSON.parse(textOf(files, `rules/${QUERY_ID}.arm.json`));
      expect(resources[0].properties.displayName).toBe("Access key made by hand");
    });
  });
});
