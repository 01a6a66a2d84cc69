import { compile } from "../compiler/compile";
import type { Json } from "../compiler/json";
import { enginesOf } from "./support/law";
import { describeWithShared } from "./support/optional";
import { awsRules, recordedEvents } from "./support/recorded";
import { witnessOf } from "./support/witness";

describeWithShared("the public AWS rules on CloudWatch", () => {
  const { published, ours } = awsRules();
  const rules = [...published, ...ours];
  const named = (file: string) => published.find(({ source }) => source.path.includes(file));

  test("are exact but for four, which are wider for a reason of the language", () => {
    const verdicts = published.map((rule) => compile(rule, "cloudwatch", { accept: "wider" }));
    expect(published).toHaveLength(38);
    expect(verdicts.filter(({ verdict }) => verdict === "exact")).toHaveLength(34);
    expect(verdicts.filter(({ output }) => output === null)).toEqual([]);
    const wider = verdicts.filter(({ verdict }) => verdict === "wider");
    expect(wider.flatMap(({ reasons }) => reasons.map(({ code }) => code)).sort()).toEqual([
      "DET501",
      "DET502",
      "DET502",
      "DET507",
    ]);
  });

  test("decide every recorded event as the law says, and miss none", () => {
    const events = recordedEvents();
    expect(events.length).toBeGreaterThan(1_000);
    let matches = 0;
    for (const rule of rules) {
      const { reference, cloudwatch, promisedByCloudWatch } = enginesOf(rule);
      const decided = events.map(({ event }) => cloudwatch?.(event));
      const broken = events.filter(
        ({ event }, index) => decided[index] !== promisedByCloudWatch(event),
      );
      const missed = events.filter(({ event }, index) => reference(event) && !decided[index]);
      matches += decided.filter(Boolean).length;
      expect([rule.source.path, broken.map(({ place }) => place), missed]).toEqual([
        rule.source.path,
        [],
        [],
      ]);
    }
    expect(matches).toBeGreaterThan(100);
  });

  test.each(rules.map((rule) => [rule.source.path.split("/").at(-1), rule] as const))(
    "%s decides an event that it matches, and every near miss",
    (_, rule) => {
      if (rule.matches.kind !== "expression") throw new Error("a rule has an expression");
      const { expression, logSource } = rule.matches;
      const witness = witnessOf(expression, logSource.fields);
      const { reference, cloudwatch, promisedByCloudWatch } = enginesOf(rule);
      if (witness === undefined || cloudwatch === undefined) throw new Error("nothing matches");
      expect([reference(witness.matching), cloudwatch(witness.matching)]).toEqual([true, true]);
      const misses = witness.near.filter((event) => !reference(event));
      expect(misses.length).toBeGreaterThan(0);
      for (const event of witness.near) {
        expect({ event, matches: cloudwatch(event) }).toEqual({
          event,
          matches: promisedByCloudWatch(event),
        });
      }
    },
  );

  test("`NO` in a rule finds CloudTrail's `No`", () => {
    const rule = named("console_login_success_without_mfa");
    const event = {
      eventSource: "signin.amazonaws.com",
      eventName: "ConsoleLogin",
      additionalEventData: { MFAUsed: "No" },
      responseElements: { ConsoleLogin: "Success" },
    };
    expect(rule && enginesOf(rule).cloudwatch?.(event)).toBe(true);
  });

  test("`'true'` in a rule finds CloudTrail's `true`", () => {
    const rule = named("rds_public_db_restore");
    const event = (publiclyAccessible: Json) => ({
      eventSource: "rds.amazonaws.com",
      eventName: "RestoreDBInstanceFromDBSnapshot",
      responseElements: { publiclyAccessible },
    });
    expect(rule && enginesOf(rule).cloudwatch?.(event(true))).toBe(true);
    expect(rule && enginesOf(rule).cloudwatch?.(event(false))).toBe(false);
  });
});
