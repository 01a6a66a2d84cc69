import { readFileSync } from "node:fs";

import { parseAllDocuments, stringify } from "yaml";

import { compile } from "../../../compiler/compile";
import { Diagnostics } from "../../../compiler/core/diagnostic";
import { isObject, type Json, type JsonObject } from "../../../compiler/core/json";
import { loadRules } from "../../../compiler/rule-set/load-rules";
import { diagnose } from "../../support/kusto";
import { describeWithShared, shared } from "../../support/optional";

/*
 * The correlations that the specification shows, as they stand there, over rules of CloudTrail: only
 * their fields, which are those of Windows and of proxies, have fields of CloudTrail in their place.
 */

const SPECIFICATION = "sigma/spec/sigma-correlation-rules-specification.md";

const FIELDS: Readonly<Record<string, string>> = {
  ComputerName: "sourceIPAddress",
  WorkstationName: "awsRegion",
  User: "userIdentity.userName",
  SourceIP: "sourceIPAddress",
  bytes_sent: "additionalEventData.bytesTransferredOut",
  BytesOut: "additionalEventData.bytesTransferredOut",
  TargetUserName: "userIdentity.userName",
  TargetDomainName: "userIdentity.accountId",
  "destination.ip": "sourceIPAddress",
  "source.ip": "vpcEndpointId",
};

describeWithShared("every correlation of the specification", () => {
  const blocks = [...readFileSync(shared(SPECIFICATION), "utf8").matchAll(/```ya?ml\n([^]*?)```/g)]
    .map(([, text = ""]) => text)
    .filter((text) => /^\s*type: \w+$/m.test(text) && text.includes("correlation:"));

  test("is there to be read", () => expect(blocks.length).toBeGreaterThan(7));

  test.each(blocks.map((text, at) => [/type: (\w+)/.exec(text)?.[1], at + 1, text] as const))(
    "%s (block %d)",
    (type, _, text) => {
      const diagnostics = new Diagnostics();
      const [rule] = loadRules([onCloudTrail(text)], diagnostics);
      if (type === "value_percentile") {
        expect(diagnostics.all.map(({ code }) => code)).toContain("DET240");
        return;
      }
      const errors = diagnostics.all.filter(({ severity }) => severity === "error");
      expect(errors).toEqual([]);
      const { verdict, reasons, output } = compile(rule!.detection, "sentinel");
      expect({ verdict, reasons }).toEqual({ verdict: "exact", reasons: [] });
      expect(diagnose(output!.query)).toEqual([]);
    },
  );
});

/** The documents of a block, with fields of CloudTrail, and a rule for each that it leaves out. */
function onCloudTrail(text: string): string {
  // The specification leaves what does not matter out with a dash.
  const documents = parseAllDocuments(text.replaceAll("—", "Left out")).map(
    (document) => document.toJS() as JsonObject,
  );
  const known = documents.flatMap(({ name }) => (typeof name === "string" ? [name] : []));
  const wanted = documents.flatMap(({ correlation }) =>
    isObject(correlation) && Array.isArray(correlation["rules"]) ? correlation["rules"] : [],
  );
  const base = wanted
    .filter((name): name is string => typeof name === "string" && !known.includes(name))
    .map((name, at) => ruleOf(name, `Call${at}`));
  return [...documents.map((document, at) => withFields(document, at)), ...base]
    .map((each) => stringify(each))
    .join("---\n");
}

function withFields(document: JsonObject, at: number): JsonObject {
  const { correlation, name } = document;
  if (!isObject(correlation)) return ruleOf(String(name), `Own${at}`);
  const { id, ...others } = document;
  const isId = typeof id === "string" && /^[0-9a-f-]{36}$/.test(id);
  return {
    title: "A correlation",
    ...others,
    ...(isId ? { id } : {}),
    correlation: mapped(correlation) as JsonObject,
  };
}

function ruleOf(name: string, call: string): JsonObject {
  const isId = /^[0-9a-f-]{36}$/.test(name);
  return {
    title: `About ${name}`,
    ...(isId ? { id: name } : { name }),
    level: "low",
    logsource: { product: "aws", service: "cloudtrail" },
    detection: {
      selection: { eventSource: "iam.amazonaws.com", eventName: call },
      condition: "selection",
    },
  };
}

/** The same with every text that is the name of a field replaced. */
function mapped(value: Json): Json {
  if (typeof value === "string") return FIELDS[value] ?? value;
  if (Array.isArray(value)) return value.map(mapped);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapped(each)]));
}
