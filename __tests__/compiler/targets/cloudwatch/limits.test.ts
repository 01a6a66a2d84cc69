import fc from "fast-check";

import { NAME_RULES, measure } from "../../../../compiler/targets/cloudwatch/limits";
import { parsePattern } from "../../../../compiler/targets/cloudwatch/parse";
import { printPattern } from "../../../../compiler/targets/cloudwatch/print";
import { pattern } from "./arbitrary-patterns";
import { read, textOf } from "./read";

test("measures what a pattern takes of each budget", () => {
  const text = '{ ($.a[*] = %x% || $.* != "é") && $.b = %y% && $.c[0].d NOT EXISTS }';
  expect(measure(read(text))).toEqual({
    kind: "measure",
    chars: text.length + 1,
    regexes: 2,
    wildcardSelectors: 2,
  });
});

test("refuses what cannot be printed", () => {
  expect(measure({ kind: "or", operands: [] })).toEqual({
    kind: "refused",
    reason: expect.any(String),
  });
});

test("a pattern that measures within the limits is accepted, one that is longer is not", () => {
  fc.assert(
    fc.property(pattern, (whole) => {
      const size = measure(whole);
      if (size.kind === "refused") throw new Error(size.reason);
      const parsed = parsePattern(textOf(printPattern(whole)));
      expect(parsed.kind).toBe(size.chars <= 1024 ? "parsed" : "error");
    }),
  );
});

test.each([
  ["filter", "[AWS] root used (console)", true],
  ["filter", "AWS: root used", false],
  ["filter", "any *", false],
  ["alarm", "AWS: root used *", true],
  ["alarm", "two\nlines", false],
  ["alarm", "", false],
  ["metricNamespace", "Detections/aws.cloud-trail_1#2", true],
  ["metricNamespace", "My Detections", false],
  ["logGroup", "aws-cloudtrail/logs_#1", true],
  ["logGroup", "arn:aws:logs:us-east-1:111122223333:log-group:x", false],
] as const)("%s name %j allowed: %s", (rule, name, allowed) => {
  expect(NAME_RULES[rule].allowed.test(name)).toBe(allowed);
});
