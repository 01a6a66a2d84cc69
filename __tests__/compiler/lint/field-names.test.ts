import { readFileSync } from "node:fs";

import { Diagnostics } from "../../../compiler/core/diagnostic";
import { CLOUDTRAIL } from "../../../compiler/log-sources/aws-cloudtrail/fields";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import { describeWithShared, shared } from "../../support/optional";
import { findings, lintsOf, lintsOfKnown, ruleText } from "./linting";

describe("field names", () => {
  test("that events have are left alone", () => {
    expect(
      lintsOf("s: {eventName: CreateUser, userIdentity.arn: '*', tlsDetails.tlsVersion: TLSv1.2}"),
    ).toEqual([]);
    expect(
      lintsOf("s: {sessionCredentialFromConsole: 'true', eventContext.requestContext.x: y}"),
    ).toEqual([]);
  });

  test("below open objects may be any", () => {
    expect(lintsOfKnown("s: {requestParameters.whatever: x, additionalEventData.y.z: x}")).toEqual(
      [],
    );
  });

  test.each(["status", "srcIp", "userIdentity.userNam", "tlsDetails.version", "status.code"])(
    "that no event has, such as %s, are flagged",
    (field) => {
      expect(lintsOf(`s: {${field}: x, eventName: CreateUser}`)).toEqual(["DET420 x"]);
    },
  );

  test("nearly right give the right one", () => {
    const [finding] = findings("detection: {s: {userIdentity.userNam: x}, condition: s}");
    expect(finding?.found.fix).toBe("write `userIdentity.userName`");
  });

  test("are looked at on both sides of a comparison", () => {
    expect(lintsOf("s: {userIdentity.userName|fieldref: userIdentity.name}")).toEqual([
      "DET420 userIdentity.name",
    ]);
  });

  const counted = (written: string) => {
    const diagnostics = new Diagnostics();
    const correlation = `{type: value_count, rules: [r], timespan: 1h, ${written}}`;
    loadRule(
      [`title: C\nstatus: test\nlevel: low\ncorrelation: ${correlation}`, ruleText("name: r")].join(
        "\n---\n",
      ),
      diagnostics,
    );
    return diagnostics.all.map(({ code, message, fix }) => [
      code,
      /`([^`]*)`/.exec(message)?.[1],
      fix,
    ]);
  };

  test("that a correlation groups by and counts are looked at too", () => {
    expect(
      counted("group-by: [userIdentity.Arn, awsRegion], condition: {gte: 2, field: eventNme}"),
    ).toEqual([
      ["DET420", "userIdentity.Arn", "write `userIdentity.arn`"],
      ["DET420", "eventNme", "write `eventName`"],
    ]);
    expect(counted("group-by: awsRegion, condition: {gte: 2, field: [requestID]}")).toEqual([]);
  });

  test("behind an alias are looked at in its place", () => {
    const condition = "condition: {gte: 2, field: awsRegion}";
    expect(counted(`group-by: who, aliases: {who: {r: userIdentity.arn}}, ${condition}`)).toEqual(
      [],
    );
    expect(
      counted(`group-by: who, aliases: {who: {r: userIdentity.userNam}}, ${condition}`),
    ).toEqual([["DET420", "userIdentity.userNam", "write `userIdentity.userName`"]]);
  });

  test("given as values are flagged, unless a field is asked for", () => {
    const path = "responseElements.accessKey.userName";
    expect(lintsOf(`s: {userIdentity.arn|contains: ${path}}`)).toEqual([`DET401 ${path}`]);
    expect(lintsOf(`s: {userIdentity.userName|fieldref: ${path}}`)).toEqual([]);
    expect(lintsOfKnown("s: {requestParameters.host: iam.amazonaws.com}")).toEqual([]);
  });
});

describeWithShared("the members that the model calls complete", () => {
  test.each(["stratus-red-team", "traildiscover"])("are all that %s has", (corpus) => {
    const lines = readFileSync(shared(`cloudtrail/${corpus}.ndjson`), "utf8")
      .trim()
      .split("\n");
    for (const [parent, members] of CLOUDTRAIL.members ?? []) {
      for (const line of lines) {
        const event: Record<string, unknown> = JSON.parse(line);
        const held = parent === "" ? event : event[parent];
        const unknown = Object.keys(held ?? {}).filter((member) => !members.includes(member));
        expect([parent, unknown]).toEqual([parent, []]);
      }
    }
  });
});
