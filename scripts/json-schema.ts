import { toJsonSchema, type JsonSchema } from "@valibot/to-json-schema";

import { DETECTED } from "../compiler/rule/present-keys";
import { DOCUMENT_KINDS } from "../compiler/rule/schema";
import type { Remarks } from "../compiler/rule/schema-parts";

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
        overrideAction: ({ valibotAction, jsonSchema }) =>
          valibotAction.type === "metadata" ? withoutRemarks(jsonSchema) : undefined,
      });
      const members = Object.entries(orEmpty(definition)).filter(([name]) => name !== "$schema");
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

const REMARKS: readonly string[] = ["spell", "microsoft", "strict"] satisfies (keyof Remarks)[];

/** Our remarks are no keywords of JSON Schema; those on words say that any case is read. */
function withoutRemarks(schema: JsonSchema): JsonSchema {
  const members = Object.entries(schema).filter(([key]) => !REMARKS.includes(key));
  return inAnyCase(Object.fromEntries(members));
}

/** Words of Microsoft's: an editor offers their spelling, and takes them in any case. */
function inAnyCase({ enum: words, ...rest }: JsonSchema): JsonSchema {
  if (words === undefined) return rest;
  const caseless = (word: unknown) =>
    String(word).replace(/[a-z]/gi, (char) => `[${char.toUpperCase()}${char.toLowerCase()}]`);
  const pattern = `^(${words.map(caseless).join("|")})$`;
  return { ...rest, anyOf: [{ enum: words }, { type: "string", pattern }] };
}

/** What detects is taken at its word; elsewhere a key that may be absent may also be empty. */
function orEmpty(definition: JsonSchema, droppable?: readonly string[]): JsonSchema {
  const { properties, items, additionalProperties: others, required = [] } = definition;
  const parts = {
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, value]) => {
          if (typeof value === "boolean") return [key, value];
          const detected = droppable === undefined ? DETECTED.get(key) : [];
          const inner = droppable === undefined ? orEmpty(value, detected) : value;
          const fixed = required.includes(key) || (droppable && !droppable.includes(key));
          return [key, fixed ? inner : orNull(inner)];
        }),
      ),
    }),
    ...(items !== undefined &&
      typeof items === "object" &&
      !Array.isArray(items) &&
      droppable === undefined && { items: orEmpty(items) }),
    ...(typeof others === "object" &&
      droppable === undefined && { additionalProperties: orNull(others) }),
  };
  return { ...definition, ...parts };
}

function orNull({ description, ...schema }: JsonSchema): JsonSchema {
  const said = description === undefined ? {} : { description };
  const { type } = schema;
  return typeof type === "string" && schema.enum === undefined && schema.anyOf === undefined
    ? { ...said, ...schema, type: [type, "null"] }
    : { ...said, anyOf: [schema, { type: "null" }] };
}
