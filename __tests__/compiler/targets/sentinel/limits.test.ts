import { readFileSync } from "node:fs";

import { SENTINEL_TACTICS } from "../../../../compiler/attack/sentinel-tactics";
import { ENTITIES } from "../../../../compiler/rule/entities";
import { SEVERITIES } from "../../../../compiler/rule/schema";
import { API_OPERATORS } from "../../../../compiler/rule/sentinel-limits";
import { FORBIDDEN_IN_QUERY, LIMITS } from "../../../../compiler/targets/sentinel/limits";
import { describeWithShared, shared } from "../../../support/optional";

describeWithShared("the limits of a scheduled rule", () => {
  const model = JSON.parse(readFileSync(shared("sentinel/rule-model.json"), "utf8"));

  test("are those of the recorded rule model", () => {
    const { limits } = model;
    expect(LIMITS.queryMax.value).toBe(limits.queryMax);
    expect(LIMITS.nameMax.value).toBe(limits.nameMax);
    expect(LIMITS.descriptionMax.value).toBe(limits.descriptionMax);
    expect([LIMITS.thresholdMin.value, LIMITS.thresholdMax.value]).toEqual(limits.triggerThreshold);
    expect(LIMITS.entityMappingsMax.value).toBe(limits.entityMappingsMax);
    expect(LIMITS.fieldsPerMappingMax.value).toBe(limits.fieldMappingsPerEntityMax);
    expect(LIMITS.customDetailsMax.value).toBe(limits.customDetailsMax);
    expect(LIMITS.customDetailKeyMax.value).toBe(limits.customDetailKeyMax);
    expect(LIMITS.columnNameMax.value).toBe(limits.columnNameMax);
    expect(LIMITS.placeholdersPerNameMax.value).toBe(limits.placeholdersPerFormatMax);
    expect(LIMITS.enabledRulesMax.value).toBe(limits.enabledScheduledRulesPerWorkspace);
    expect(FORBIDDEN_IN_QUERY).toEqual(limits.queryForbidden);
  });

  test("have the durations in minutes", () => {
    expect(model.limits.queryFrequency).toEqual(["PT5M", "P14D"]);
    expect([LIMITS.frequencyMin.value, LIMITS.frequencyMax.value]).toEqual([5, 20_160]);
    expect(model.limits.queryPeriod).toEqual(["PT5M", "P14D"]);
    expect([LIMITS.periodMin.value, LIMITS.periodMax.value]).toEqual([5, 20_160]);
    expect(model.limits.suppressionDuration).toEqual(["PT5M", "PT24H"]);
    expect([LIMITS.suppressionMin.value, LIMITS.suppressionMax.value]).toEqual([5, 1_440]);
  });

  test("know the enumerations and entities", () => {
    expect(SEVERITIES).toEqual(model.severity);
    expect(API_OPERATORS).toEqual(model.triggerOperator);
    expect(SENTINEL_TACTICS).toEqual(model.tactics);
    expect(model.entityIdentifiers).toMatchObject(ENTITIES);
  });

  test("state a unit and a source each", () => {
    for (const { unit, source } of Object.values(LIMITS)) {
      expect([unit, source]).not.toContain("");
    }
  });
});
