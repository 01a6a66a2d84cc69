import fc from "fast-check";

import { compiledRule } from "../../../compiler/compile";
import type { JsonObject } from "../../../compiler/core/json";
import { AZURE_ACTIVITYLOGS } from "../../../compiler/log-sources/azure-activitylogs";
import { parseRule } from "../../support/rule-of";
import { runs } from "../../support/long";
import { matcherOf } from "../log-sources/public-rules";

const SOURCE = "{product: azure, service: activitylogs}";
const ID = "/subscriptions/1/resourceGroups/Prod/providers/Microsoft.Web/sites/a";

function answers(rule: ReturnType<typeof parseRule>) {
  const compiled = compiledRule(rule);
  const { verdict } = compiled.compiled("sentinel");
  const engines = (["reference", "sentinel"] as const).map((name) => matcherOf(compiled, name));
  const of = (resourceId: string) => {
    const event: JsonObject = { ...AZURE_ACTIVITYLOGS.events.sample, resourceId };
    return engines.map((matches) => matches?.(event));
  };
  return { verdict, of };
}

describe("a name of a part of a field's text", () => {
  test.each([
    ["ResourceGroup: prod", ID, true],
    ["ResourceGroup: prod", "/subscriptions/1/resourceGroups/PROD", true],
    ["ResourceGroup: pro", ID, false],
    ["ResourceGroup: od", ID, false],
    ["ResourceGroup: '*'", ID, true],
    ["ResourceGroup: '*'", "/subscriptions/1", false],
    ["ResourceProviderValue: MICROSOFT.WEB", ID, true],
    ["ResourceProviderValue: MICROSOFT.WEB/SITES", ID, true],
    ["ResourceProviderValue: Microsoft.W", ID, false],
    ["SubscriptionId: '1'", "/subscriptions/1", true],
  ])("%s of %s: %s", (item, id, wanted) => {
    const { verdict, of } = answers(parseRule(SOURCE, item));
    expect([verdict, ...of(id)]).toEqual(["exact", wanted, wanted]);
  });

  test("is a field that no event has in tests that a part cannot be told by", () => {
    const { verdict, of } = answers(
      parseRule(SOURCE, "operationName: MICROSOFT.EXAMPLE/THINGS/WRITE, ResourceGroup|contains: o"),
    );
    expect([verdict, of(ID)[0]]).toEqual(["wider", false]);
  });

  test("is found where it stands, alike on both", () => {
    const part = fc.stringMatching(/^[a-zA-Z0-9._-]{1,8}$/);
    fc.assert(
      fc.property(part, part, (asked, group) => {
        const { of } = answers(parseRule(SOURCE, `ResourceGroup: "${asked}"`));
        const same = asked.toLowerCase() === group.toLowerCase();
        expect(of(`/subscriptions/1/resourceGroups/${group}/x`)).toEqual([same, same]);
        expect(of(`/subscriptions/1/resourceGroups/${asked}`)).toEqual([true, true]);
      }),
      { numRuns: runs(50, 1000) },
    );
  });
});
