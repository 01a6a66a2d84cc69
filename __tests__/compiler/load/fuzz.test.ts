import fc from "fast-check";
import { stringify } from "yaml";

import { Diagnostics } from "../../../compiler/core/diagnostic";
import { loadRule } from "../../../compiler/rule-set/load-rule";
import type { RuleDocument } from "../../../compiler/rule/schema";
import { SEED } from "../../support/fast-check-seed";
import { runs } from "../../support/long";

const numRuns = runs(300, 5_000);
console.info(`fuzzing loadRule: seed ${SEED}, ${numRuns} runs each`);
jest.setTimeout(600_000);

const RULE = `title: A rule
id: 5d3b3b0a-8f1e-4f7c-9d4e-0a9f6c1b2d3e
status: test
level: low
date: 2024-01-01
tags: [attack.persistence, attack.t1098]
logsource: {product: aws, service: cloudtrail}
detection:
  selection:
    eventName|startswith: [Create, 'Del*']
    userIdentity.type: Root
  filter_main:
    - userAgent|re: '^aws-(cli|sdk)/\\d+'
    - errorCode: null
  condition: selection and not 1 of filter_*
queryFrequency: 15m
`;

/** Pieces that mean something in YAML or Sigma. */
const piece = fc.constantFrom(
  ..."\n,\n  ,: ,- ,- - ,? ,[,],{,},|,>,|+,&a ,*a,!!binary ,!x ,%,---\n,...\n,#,',\",\\,\\x,~,null".split(
    ",",
  ),
  ..."<<: *a\n,__proto__: ,constructor: ,\t,\r\n,\u0000,\ufeff,\ud800,😀,\u2028,1e999,0x,.nan,yes".split(
    ",",
  ),
  ..."detection: ,condition: ,correlation: ,filter: ,query: ,them,1 of ,all of ,not , and , or ,(,)".split(
    ",",
  ),
  ..."|re,|contains,|all,|expand,|cidr,|base64offset,|fieldref,|exists,|gt,|windash,%x%,*,?,${,%{".split(
    ",",
  ),
);

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc
    .array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 60 })
    .map((all) => all.join("")),
  // A rule with some of its text cut out and something else in its place.
  fc
    .array(fc.tuple(fc.nat(RULE.length), fc.nat(30), fc.oneof(piece, fc.string())), {
      minLength: 1,
      maxLength: 4,
    })
    .map((cuts) =>
      cuts.reduce(
        (rule, [at, size, instead]) => rule.slice(0, at) + instead + rule.slice(at + size),
        RULE,
      ),
    ),
);

function check(input: string | RuleDocument): void {
  const diagnostics = new Diagnostics();
  const detection = loadRule(input, diagnostics);
  expect(detection === undefined).toBe(diagnostics.hasErrors);
  for (const found of diagnostics.all) {
    expect(found.code).toMatch(/^DET\d{3}$/);
    expect(found.message).not.toMatch(/\n|undefined|\[object/);
    expect([found.line, found.column, found.end.line].every((each) => each >= 1)).toBe(true);
  }
}

test("whatever the text, nothing but diagnostics comes out", () => {
  fc.assert(
    fc.property(text, (written) => check(`${written}\n`)),
    { seed: SEED, numRuns },
  );
});

test("whatever the keys hold, nothing but diagnostics comes out", () => {
  const value = fc.object({
    maxDepth: 3,
    key: fc.oneof(
      fc.constantFrom("a", "eventName|re", "condition", "__proto__", "rules"),
      fc.string(),
    ),
    values: [fc.string(), fc.double(), fc.boolean(), fc.constant(null), fc.constant("a")],
  });
  const document = fc.record(
    {
      title: fc.oneof(fc.constant("T"), fc.string(), value),
      id: fc.oneof(fc.uuid(), value),
      logsource: fc.oneof(fc.constant({ product: "aws", service: "cloudtrail" }), value),
      detection: fc.oneof(fc.constant({ a: { eventName: "X" }, condition: "a" }), value),
      correlation: value,
      filter: value,
      query: fc.oneof(fc.string(), value),
      tags: fc.oneof(fc.array(fc.string()), value),
      level: fc.oneof(fc.constantFrom("low", "High", 3), value),
      entityMappings: value,
      triggerThreshold: fc.oneof(fc.double(), fc.bigInt().map(Number), value),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(document, (written) => check(`${stringify(written)}\n`)),
    { seed: SEED, numRuns },
  );
});
