import { toJsonSchema } from "@valibot/to-json-schema";
import { DOCUMENT_KINDS } from "../compiler/rule/schema";

/** What editors call the documents. */
const TITLES = {
  correlation: "Sigma correlation",
  filter: "Sigma filter",
  sigma: "Sigma rule, which may carry the keys of a Sentinel rule",
  sentinel: "Sentinel rule",
} as const;

/**
 * The JSON Schema (draft 7) of one document of a rule file. It accepts what `parseRule` accepts, but
 * for keys that nearly are known ones, which only the compiler refuses.
 */
export function ruleJsonSchema(): object {
  const definitions = Object.fromEntries(
    DOCUMENT_KINDS.map(({ kind, schema }) => {
      // Every number of JSON is finite.
      const definition = toJsonSchema(schema, {
        target: "draft-07",
        typeMode: "output",
        ignoreActions: ["finite"],
      });
      const members = Object.entries(definition).filter(([name]) => name !== "$schema");
      return [kind, { title: TITLES[kind], ...Object.fromEntries(members) }];
    }),
  );
  // A chain of conditions, not a choice: an editor then explains the kind that was meant.
  const chosen = DOCUMENT_KINDS.reduceRight<object>(
    (otherwise, { kind, key }) => ({
      if: { required: [key] },
      then: { $ref: `#/definitions/${kind}` },
      else: otherwise,
    }),
    { $ref: "#/definitions/sigma" },
  );
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Detection",
    type: "object",
    ...chosen,
    definitions,
  };
}
