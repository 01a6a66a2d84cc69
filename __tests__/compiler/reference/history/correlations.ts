import { Diagnostics, formatDiagnostic } from "../../../../compiler/core/diagnostic";
import type { JsonObject } from "../../../../compiler/core/json";
import type { Correlation } from "../../../../compiler/ir/rule";
import type { FieldModel } from "../../../../compiler/log-sources/field";
import { loadRules } from "../../../../compiler/rule-set/load-rules";
import { ruleText } from "../../../support/rules";

export type Loaded = { readonly correlation: Correlation; readonly model: FieldModel };

/** A correlation over rules `a`, `b` and `c`, which match events whose name has their letter. */
export function load(keys: JsonObject, ...inner: readonly JsonObject[]): Loaded {
  const documents = [keys, ...inner].map((correlation, index) => {
    const { name, ...rest } = correlation;
    return JSON.stringify({ title: `Many ${index}`, name: name ?? "outer", correlation: rest });
  });
  const leaves = ["a", "b", "c"].map((name) =>
    ruleText({
      name,
      id: undefined,
      detection: {
        s: { eventSource: "iam.amazonaws.com", "eventName|contains|cased": name },
        condition: "s",
      },
    }),
  );
  const diagnostics = new Diagnostics();
  const [loaded] = loadRules([...documents, ...leaves], diagnostics);
  const matches = loaded?.detection.matches;
  if (matches?.kind !== "correlation") {
    throw new Error(diagnostics.all.map(formatDiagnostic).join("\n"));
  }
  return { correlation: matches.correlation, model: matches.logSource.fields };
}

export function event(eventName: string, keys: JsonObject = {}): JsonObject {
  return { eventSource: "iam.amazonaws.com", eventName, ...keys };
}
