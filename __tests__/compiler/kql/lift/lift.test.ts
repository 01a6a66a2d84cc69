import { readFileSync } from "node:fs";
import fc from "fast-check";
import { parse } from "yaml";

import { compile } from "../../../../compiler/compile";
import { Diagnostics } from "../../../../compiler/core/diagnostic";
import { isObject, type JsonObject } from "../../../../compiler/core/json";
import { fieldsOf, predicatesOf } from "../../../../compiler/ir/expression";
import { liftQuery, type Lift } from "../../../../compiler/kql/lift/lift";
import { handWrittenQuery } from "../../../../compiler/kql/run";
import { CLOUDTRAIL } from "../../../../compiler/log-sources/aws-cloudtrail/fields";
import { expressionMatcher } from "../../../../compiler/reference/evaluate";
import { loadRule } from "../../../../compiler/rule-set/load-rule";
import { patternMatcher } from "../../../../compiler/targets/cloudwatch/evaluate";
import { parsePattern } from "../../../../compiler/targets/cloudwatch/parse";
import { describeWithShared, shared } from "../../../support/optional";
import { recordedEvents } from "../events";

const ANY_ROW = { period: 900, anyRow: true };
const COUNTED = { period: 900, anyRow: false };
const CLOCK = { now: Date.parse("2024-01-01T00:00:00Z"), ingested: () => 0 };

function lifted(query: string, context = ANY_ROW): Extract<Lift, { kind: "lifted" }> {
  const lift = liftQuery(query, context);
  if (lift.kind === "refused") throw new Error(lift.why);
  return lift;
}

/** Whether the lift and the query itself hold of an event. */
function verdicts(query: string, event: JsonObject): readonly [lift: boolean, query: boolean] {
  const matches = expressionMatcher(lifted(query).expression, CLOUDTRAIL);
  return [matches(event), handWrittenQuery(query)([event], CLOCK).rows.length > 0];
}

describe("a query's conditions as an expression", () => {
  test("names keep their case under == and lose it under =~", () => {
    const event = { eventName: "createaccesskey" };
    expect(verdicts('AWSCloudTrail | where EventName == "CreateAccessKey"', event)).toEqual([
      false,
      false,
    ]);
    expect(verdicts('AWSCloudTrail | where EventName =~ "CreateAccessKey"', event)).toEqual([
      true,
      true,
    ]);
  });

  test("a regular expression minds case, as the service does", () => {
    const query = "AWSCloudTrail | where UserAgent matches regex 'Curl/[78]'";
    expect(verdicts(query, { userAgent: "x Curl/8.1" })).toEqual([true, true]);
    expect(verdicts(query, { userAgent: "x curl/8.1" })).toEqual([false, false]);
  });

  test.each([
    "isempty(ErrorCode)",
    "isnotempty(ErrorCode)",
    "notempty(ErrorCode)",
    'ErrorCode == ""',
    'ErrorCode != ""',
    'ErrorCode in ("", "AccessDenied")',
    "UserIdentityUserName == UserIdentityInvokedBy",
  ])("%s tells nothing from the empty text, which is assumed not to be there", (condition) => {
    const { assumptions } = lifted(`AWSCloudTrail | where EventName == "A" and ${condition}`);
    expect(assumptions).toContainEqual(expect.stringContaining("has an empty"));
  });

  const share = (condition: string) =>
    `AWSCloudTrail | extend r = parse_json(RequestParameters) | where EventName == "ModifyDocumentPermission" and ${condition}`;

  test.each([
    `tostring(r.accountIdsToAdd) == '["all"]'`,
    'tostring(r.accountIdsToAdd) contains "all"',
    "isempty(tostring(r.accountIdsToAdd))",
    "isnull(r.accountIdsToAdd)",
    "tostring(r.accountIdsToAdd) == UserAgent",
    // Of this call nothing is known: what is compared says itself that it is a list.
    `tostring(r.unknown) == '["all"]'`,
  ])("%s reads the text of a list, and is left out", (condition) => {
    const { remarks, assumptions } = lifted(share(condition));
    expect(remarks).toHaveLength(1);
    expect(assumptions).toEqual([]);
  });

  test("the calls of the query tell what is a list, wherever they are named", () => {
    const query =
      'AWSCloudTrail | where tostring(parse_json(RequestParameters).name) == "x" | where EventName in ("CreateDocument", "ModifyDocumentPermission") and EventSource == "ssm.amazonaws.com"';
    expect(lifted(query)).toMatchObject({ remarks: [], assumptions: [] });
  });

  test("a field whose type nobody knows is assumed to be neither object nor list", () => {
    const query = 'AWSCloudTrail | where tostring(parse_json(RequestParameters).x) == "y"';
    expect(lifted(query).assumptions).toEqual([
      "requestParameters.x, of which no type is known, holds no object and no list",
    ]);
  });

  test("a condition that minds neither assumes nothing", () => {
    const query =
      'AWSCloudTrail | where EventName == "A" and ErrorCode != "B" and isnull(ReadOnly)';
    expect(lifted(query).assumptions).toEqual([]);
  });

  test.each(["(?i)curl", "\\\\d+", "[[:alpha:]]x", "é+"])(
    "the regular expression %s has a meaning of Kusto's own, and is left out",
    (regex) => {
      const query = `AWSCloudTrail | where EventName == 'A' and UserAgent matches regex '${regex}'`;
      expect(lifted(query).remarks).toEqual([expect.stringContaining("matches regex")]);
    },
  );

  test.each([
    "AWSCloudTrail | project e = EventName | where e == 'A'",
    "AWSCloudTrail | extend r = parse_json(RequestParameters) | where tostring(r.userName) == 'A'",
    "AWSCloudTrail | where EventName == 'A' | project-away ErrorCode | sort by EventName",
    "let names = dynamic(['A','B']); let rows = AWSCloudTrail | where EventName in (names); rows",
    "AWSCloudTrail | extend bad = isnotempty(ErrorCode) | where not(bad)",
    "let isA = (n:string) { n == 'A' }; AWSCloudTrail | where isA(EventName)",
    "let own = () { AWSCloudTrail | where EventName == 'A' }; own | where isempty(ErrorCode)",
    "AWSCloudTrail | where EventName == 'A' | parse UserAgent with tool '/' * | as T",
    "AWSCloudTrail | where TimeGenerated > ago(1h) and EventName == 'A'",
    "AWSCloudTrail | where UserAgent has 'curl' or UserAgent matches regex '^aws-cli/1.*x$'",
  ])("%s is exact, however rows are counted", (query) => {
    expect(lifted(query, COUNTED).remarks).toEqual([]);
  });

  test.each([
    "AWSCloudTrail | where EventName == 'A' | summarize count() by UserAgent",
    "AWSCloudTrail | where EventName == 'A' | distinct UserAgent",
    "AWSCloudTrail | where EventName == 'A' | top 3 by TimeGenerated",
  ])("%s only where any row alerts", (query) => {
    expect(lifted(query).remarks).toEqual([]);
    expect(liftQuery(query, COUNTED)).toMatchObject({ kind: "refused" });
  });

  test.each([
    ["AWSCloudTrail | where EventName == 'A' and strlen(UserAgent) > 3", "strlen(UserAgent) > 3"],
    ["AWSCloudTrail | where EventName == 'A' and not(UserAgent =~ 'é')", "UserAgent =~ 'é'"],
    [
      "AWSCloudTrail | where EventName == 'A' and TimeGenerated > ago(5m)",
      "TimeGenerated > ago(5m)",
    ],
    ["AWSCloudTrail | where EventName == 'A' and CidrIp == 'x'", "CidrIp == 'x'"],
    [
      "AWSCloudTrail | extend odd = iff(strlen(UserAgent) > 3, true, false) | where EventName == 'A' and odd",
      "odd",
    ],
    [
      "AWSCloudTrail | where EventName == 'A' | parse UserAgent with tool '/' * | where tool == 'x'",
      "tool == 'x'",
    ],
    [
      "let isLong = (t:string) { strlen(t) > 3 }; AWSCloudTrail | where EventName == 'A' and isLong(UserAgent)",
      "isLong(UserAgent)",
    ],
    [
      "AWSCloudTrail | where EventName == 'A' | summarize n = count() by UserAgent | where n > 5 or UserAgent == 'x'",
      "n > 5",
    ],
    [
      "AWSCloudTrail | where EventName == 'A' | summarize n = make_set(UserAgent) by EventName | where array_length(n) > 5",
      "array_length(n) > 5",
    ],
    [
      "AWSCloudTrail | where EventName == 'A' | summarize n = max(TimeGenerated) by UserAgent | where n > ago(1m)",
      "n > ago(1m)",
    ],
  ])("%s leaves a condition out, and says so", (query, condition) => {
    const { expression, remarks } = lifted(query);
    expect(remarks).toEqual([expect.stringContaining(`\`${condition}\``)]);
    const matches = expressionMatcher(expression, CLOUDTRAIL);
    expect([matches({ eventName: "A" }), matches({ eventName: "B" })]).toEqual([true, false]);
  });

  test.each([
    "AWSCloudTrail | where EventName == 'A' | summarize count()",
    "AWSCloudTrail | where EventName == 'A' | count",
    "AWSCloudTrail | where EventName == 'A' | summarize n = count() | where n < 5",
    "AWSCloudTrail | where EventName == 'A' | summarize n = count() | where n == 0",
    "AWSCloudTrail | where EventName == 'A' | summarize n = count() | where n > 5 or n < 3",
    "AWSCloudTrail | where EventName == 'A' | summarize n = count() | where n > 5 | summarize count()",
    "AWSCloudTrail | take 5 | where EventName == 'A'",
    "AWSCloudTrail | join AWSCloudTrail on EventName",
    "union AWSCloudTrail, AWSCloudTrail",
    "AWSCloudTrail | parse-where UserAgent with 'a' b",
    "AWSCloudTrail | mv-apply t = parse_json(RequestParameters).tags on (where t == 'x')",
    "AWSCloudTrail | make-series count() on TimeGenerated from ago(1h) to now() step 1m",
    "AWSCloudTrail | where EventNme == 'A'",
    "print 1",
  ])("%s is refused", (query) => {
    expect(liftQuery(query, ANY_ROW)).toMatchObject({ kind: "refused" });
  });

  test("what a subquery counts of each row's elements is left out, and the row is one event", () => {
    const query = `AWSCloudTrail | where EventName == 'A'
      | mv-apply t = parse_json(RequestParameters).tags on (summarize n = countif(tostring(t) == 'x'))
      | where n > 0 and UserAgent == 'b'`;
    const { expression, remarks } = lifted(query, COUNTED);
    expect(remarks).toEqual([
      "`mv-apply`: an event whose list is empty gives no row",
      expect.stringContaining("`n > 0`"),
    ]);
    expect(predicatesOf(expression).flatMap(fieldsOf)).toEqual(["eventName", "userAgent"]);
  });

  test("functions that double in every call do not run away", () => {
    const functions = Array.from(
      { length: 12 },
      (_, at) => `let f${at + 1} = (b:bool) { f${at}(b) and f${at}(b) };`,
    );
    const query = `let f0 = (b:bool) { b }; ${functions.join(" ")} AWSCloudTrail | where f12(EventName == 'A')`;
    expect(liftQuery(query, ANY_ROW)).toMatchObject({ kind: "refused" });
  });

  test("columns that double in every stage do not run away", () => {
    const stages = Array.from({ length: 60 }, () => "| extend a = a and a").join(" ");
    const query = `AWSCloudTrail | extend a = EventName == 'A' ${stages} | where a`;
    expect(liftQuery(query, ANY_ROW)).toMatchObject({ kind: "refused" });
  });
});

const COLUMNS = ["EventName", "ErrorCode", "UserIdentityArn", "UserAgent"] as const;
const column = fc.constantFrom(
  ...COLUMNS,
  "tostring(parse_json(RequestParameters).userName)",
  "parse_json(RequestParameters).userName",
);
const literal = fc.constantFrom("'a'", "'A'", "'ab'", "''", "'b c'");
const operator = fc.constantFrom(
  ..."== != =~ !~ contains !contains startswith !endswith contains_cs has".split(" "),
);
const leaf = fc.oneof(
  fc.tuple(column, operator, literal).map((parts) => parts.join(" ")),
  fc
    .tuple(column, fc.constantFrom("in", "!in", "in~"), literal, literal)
    .map(([name, word, one, other]) => `${name} ${word} (${one}, ${other})`),
  fc
    .tuple(fc.constantFrom("isempty", "isnotempty", "isnull"), column)
    .map(([f, c]) => `${f}(${c})`),
  fc.constantFrom("ReadOnly", "ReadOnly == false", "not(ReadOnly)", "isnull(ReadOnly)"),
  fc
    .tuple(fc.constantFrom("==", "!=", "=~"), fc.constantFrom(...COLUMNS))
    .map(([word, name]) => `EventName ${word} ${name}`),
);
const { predicate } = fc.letrec<{ predicate: string }>((tie) => ({
  predicate: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    leaf,
    fc
      .tuple(tie("predicate"), fc.constantFrom("and", "or"), tie("predicate"))
      .map((parts) => `(${parts.join(" ")})`),
    tie("predicate").map((inner) => `not(${inner})`),
  ),
}));

/** Words that the literals are near; none where the model says that AWS writes no empty text. */
const word = fc.constantFrom("a", "A", "ab", "AB", "b c", "xab", "b cx");
const event = fc.record(
  {
    eventName: word,
    errorCode: word,
    userAgent: fc.oneof(word, fc.constant("")),
    readOnly: fc.boolean(),
    userIdentity: fc.record({ arn: word }, { requiredKeys: [] }),
    requestParameters: fc.oneof(
      fc.constant(null),
      fc.record({ userName: fc.oneof(word, fc.constantFrom("", null)) }, { requiredKeys: [] }),
    ),
  },
  { requiredKeys: [] },
);

test.each([
  ["strlen(UserAgent) > 3", "the function `strlen` is not translated"],
  ["tostring(strlen(UserAgent)) == '3'", "the function `strlen` is not translated"],
  ["tostring(parse_json(UserAgent).a) == 'x'", "JSON inside a text is not parsed"],
  ["tostring(ReadOnly) == 'true'", "the text of a boolean is not translated"],
  ["tostring(parse_json(Resources)[0].ARN) == 'x'", "an element of an array is not translated"],
  ["UserAgent =~ 'größe'", "it is not known to mean the same outside Kusto"],
  ["TimeGenerated > ago(1m)", "a time is translated only in `> ago(…)` over the whole period"],
  ["isempty(strcat(EventName, 'a'))", "the function `strcat` is not translated"],
  ["CidrIp == 'x'", "an event alone does not tell what `CidrIp` holds"],
])("the reason for leaving out %s can be read", (condition, why) => {
  const { remarks } = lifted(`AWSCloudTrail | where EventName == 'A' and ${condition}`);
  expect(remarks).toEqual([`\`${condition}\`: ${why}`]);
});

test("what is lifted without remarks matches exactly the events that give rows; else all of them", () => {
  let [exact, matched] = [0, 0];
  fc.assert(
    fc.property(predicate, fc.array(event, { minLength: 5, maxLength: 5 }), (where, events) => {
      const query = `AWSCloudTrail | where ${where}`;
      const { expression, remarks } = lifted(query);
      const matches = expressionMatcher(expression, CLOUDTRAIL);
      const run = handWrittenQuery(query);
      if (remarks.length === 0) exact += 1;
      for (const each of events) {
        const holds = run([each], CLOCK).rows.length > 0;
        if (holds) matched += 1;
        if (remarks.length === 0) expect(matches(each)).toBe(holds);
        else expect(matches(each) || !holds).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
  expect(exact).toBeGreaterThan(100);
  expect(matched).toBeGreaterThan(100);
}, 120_000);

describeWithShared("Microsoft's rules on CloudWatch", () => {
  // One documented event breaks the field model's claim on this field: AWS writes `Yes` and `No`.
  const events = recordedEvents().filter(
    ({ additionalEventData: data }) => !isObject(data) || data["MFAUsed"] !== "YES",
  );
  const compiled = (name: string) => {
    const detection = loadRule(shared(`sentinel/rules/${name}.yaml`), new Diagnostics());
    if (detection === undefined) throw new Error(`${name} does not load`);
    return compile(detection, "cloudwatch", { accept: "wider" });
  };

  test.each([
    ["AWS_UserAccessKeyCreated", "exact"],
    ["AWS_ConfigServiceResourceDeletion", "exact"],
    ["AWS_ConsoleLogonWithoutMFA", "exact"],
    ["AWS_LogTampering", "exact"],
    ["AWS_SAMLUpdateIdentity", "exact"],
    ["AWS_RDSInstancePubliclyExposed", "exact"],
    ["AWS_ECRImageScanningDisabled", "wider"],
    ["AWS_NetworkACLOpenToAllPorts", "wider"],
    ["AWS_PrivilegeEscalationViaCRUDIAMPolicy", "wider"],
    ["AWS_S3BruteForce", "unsupported"],
    ["AWS_SuspiciousCommandEC2", "unsupported"],
    ["AWS_APIfromTor", "unsupported"],
  ])(
    "%s is %s, and misses nothing",
    (name, verdict) => {
      const { verdict: found, output, reasons } = compiled(name);
      expect(found).toBe(verdict);
      expect(reasons.length > 0).toBe(verdict !== "exact");
      if (output === null) return;
      const patterns = output.filters.map(({ pattern }) => {
        const parsed = parsePattern(pattern);
        if (parsed.kind !== "parsed") throw new Error(pattern);
        return patternMatcher(parsed.pattern);
      });
      const run = handWrittenQuery(
        parse(readFileSync(shared(`sentinel/rules/${name}.yaml`), "utf8")).query,
      );
      const { rows } = run(events, CLOCK);
      const counted = events.filter((each) => patterns.some((matches) => matches(each)));
      const missed = events.filter(
        (each) => !counted.includes(each) && run([each], CLOCK).rows.length > 0,
      );
      expect(missed).toEqual([]);
      if (verdict === "exact") {
        const needless = counted.filter((each) => run([each], CLOCK).rows.length === 0);
        expect(needless).toEqual([]);
        expect(counted.length > 0).toBe(rows.length > 0);
      }
    },
    120_000,
  );

  test("the seed rule counts CreateAccessKey", () => {
    expect(compiled("AWS_UserAccessKeyCreated").output?.filters).toMatchObject([
      { pattern: '{ $.eventName = "CreateAccessKey" }' },
    ]);
  });
});
