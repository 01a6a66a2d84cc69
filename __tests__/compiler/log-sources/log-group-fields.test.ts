import { compiledRule } from "../../../compiler/compile";
import { Diagnostics } from "../../../compiler/core/diagnostic";
import { fieldReader } from "../../../compiler/reference/event";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import { engineOf } from "../../../compiler/run/engine";
import { answered } from "../../support/answered";
import { LONG } from "../../support/long";
import { describeWithShared } from "../../support/optional";
import { contradictions } from "./claims";
import { nameOf, OTHERS, samples, samplesOf } from "./other-logs";

/** The text as a plain value of Sigma. */
const escaped = (text: string) => text.replace(/[\\*?]/g, "\\$&");

/** Conditions of a selection `s` beside one that bounds the rule. */
const CONDITIONS = ["a and s", "a and not s"];

describeWithShared("samples of logs in log groups that are named", () => {
  const all = samples();

  // One field in twenty, or in two where there is time.
  const chosen = <Item>(items: readonly Item[]) =>
    items.filter((_, index) => index % (LONG ? 2 : 20) === 0);

  test.each(OTHERS.map((logSource) => [nameOf(logSource), logSource] as const))(
    "answer tests of fields of %s on the printed pattern as is promised",
    (name, logSource) => {
      const { product, service, fields, events } = logSource;
      const own = samplesOf(logSource, all)
        .map(({ event }) => event)
        .filter((event) => contradictions(event, fields).length === 0);
      let compiled = 0;
      for (const path of chosen(fields.paths)) {
        const reader = fieldReader(fields, path);
        const text = own.flatMap((event) => reader.texts(event))[0] ?? "example";
        const part = text.slice(1, 6) || "x";
        const selections = [
          { [path]: null },
          { [path]: "*" },
          { [path]: escaped(text) },
          { [`${path}|contains`]: escaped(part) },
        ];
        for (const selection of selections) {
          for (const condition of CONDITIONS) {
            const detection = { a: { [fields.bounding[0] ?? events.name]: "*" }, s: selection };
            const rule = loadRule(
              {
                title: "One",
                logsource: { product, service },
                detection: { ...detection, condition },
              },
              new Diagnostics(),
              { logGroupNames: { [name]: "aws-waf-logs-and-others" } },
            );
            if (rule === undefined) throw new Error(`${path} loads`);
            const of = compiledRule(rule);
            const [reference, cloudwatch] = (["reference", "cloudwatch"] as const).map((engine) =>
              engineOf(of, engine),
            );
            if (reference?.kind !== "ready") throw new Error(`${path} runs`);
            if (cloudwatch?.kind !== "ready") continue;
            compiled += 1;
            const isExact = cloudwatch.verdict === "exact";
            const broken = own.filter((event) => {
              const wanted = answered(reference.matches(event));
              const found = answered(cloudwatch.matches(event));
              const misses = wanted !== found && (wanted || isExact);
              return misses || found !== cloudwatch.promised?.(event);
            });
            if (broken.length > 0) expect([selection, condition, broken[0]]).toEqual([]);
          }
        }
      }
      expect(compiled).toBeGreaterThan(0);
    },
  );
});
