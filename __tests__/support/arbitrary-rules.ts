import fc from "fast-check";
import { CLOUDTRAIL } from "../../compiler/fields/cloudtrail";
import type { Field } from "../../compiler/fields/field";
import { isObject, type Json } from "../../compiler/json";

/** A field as a rule names it, and texts that lie near what AWS writes there. */
interface Subject {
  readonly path: string;
  readonly texts: readonly string[];
  /** Whether AWS writes these and nothing that only resembles them. */
  readonly fixed?: true;
}

/** Texts at which engines differ: case, wildcards and escapes as text, regex signs, numbers, Unicode. */
const AWKWARD = [
  "",
  "a",
  "A",
  "ab",
  "aB",
  "a*b",
  "a?b",
  "a\\b",
  "a\\*b",
  'say "x"',
  "it's",
  "a.b",
  "(a|b)+[c]$^",
  "{a}",
  "%a%",
  "12",
  "12.0",
  "012",
  "-3",
  "1e3",
  "true",
  "null",
  "é",
  "É",
  "ß",
  "ſ",
  "K",
  "日本",
  "😀",
  "a b",
  " a",
  "a/b:c",
];

const SUBJECTS: readonly Subject[] = [
  { path: "eventName", texts: ["CreateAccessKey", "ConsoleLogin", "DeleteTrail"] },
  { path: "eventSource", texts: ["iam.amazonaws.com", "signin.amazonaws.com"] },
  { path: "errorCode", texts: ["AccessDenied", "Client.UnauthorizedOperation"] },
  { path: "userIdentity.type", texts: ["Root", "IAMUser", "AssumedRole"] },
  { path: "userIdentity.userName", texts: AWKWARD },
  { path: "userIdentity.arn", texts: ["arn:aws:iam::1:user/a", "arn:aws:iam::1:user/A", "é"] },
  { path: "userAgent", texts: AWKWARD },
  {
    path: "sourceIPAddress",
    texts: ["10.1.2.3", "10.200.0.1", "192.0.2.7", "::1", "AWS Internal"],
    fixed: true,
  },
  { path: "readOnly", texts: ["true", "false", "True"] },
  { path: "additionalEventData.MFAUsed", texts: ["Yes", "No", "NO"] },
  { path: "responseElements.accessKey.userName", texts: ["a", "A", "ab", "a.b"] },
  { path: "requestParameters.name", texts: AWKWARD },
  { path: "requestParameters.count", texts: ["0", "1", "12", "12.5", "-3", "true"] },
  { path: "requestParameters.names", texts: AWKWARD },
  { path: "requestParameters.policy", texts: ["a", "A", "Yes"] },
];

const PATHS = SUBJECTS.map(({ path }) => path);

const text = (subject: Subject) => fc.constantFrom(...subject.texts, ...AWKWARD.slice(1, 12));

/** A Sigma string for a text: as it is, so that `*` and `?` are wildcards, or with both escaped. */
const sigmaText = (subject: Subject) =>
  fc
    .tuple(text(subject), fc.boolean(), fc.constantFrom("", "*", "?"), fc.constantFrom("", "*"))
    .map(([value, escaped, front, back]) => {
      const written = escaped ? value.replace(/[\\*?]/g, "\\$&") : value;
      return `${front}${written}${back}`;
    });

const value = (subject: Subject) =>
  fc.oneof(
    { weight: 8, arbitrary: sigmaText(subject) },
    { weight: 1, arbitrary: fc.constantFrom<string | number | boolean>(0, 12, 12.5, true, false) },
  );

const REGEXES = ["^a", "b$", "a.b", "[aA]+", "a|b", "\\d+", "^$", "arn:.*:user/", "(a|A)b?", "."];

/** One item of a selection: `field|modifiers: value`. */
const item: fc.Arbitrary<readonly [string, unknown]> = fc
  .constantFrom(...SUBJECTS)
  .chain((subject): fc.Arbitrary<readonly [string, unknown]> => {
    const { path } = subject;
    const comparison = fc.constantFrom("", "|contains", "|startswith", "|endswith");
    const cased = fc.constantFrom("", "", "|cased");
    return fc.oneof(
      {
        weight: 8,
        arbitrary: fc
          .tuple(comparison, cased, fc.array(value(subject), { minLength: 1, maxLength: 3 }))
          .map(([how, case_, values]) => [`${path}${how}${case_}`, values] as const),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(comparison, fc.uniqueArray(sigmaText(subject), { minLength: 2, maxLength: 3 }))
          .map(([how, values]) => [`${path}${how}|all`, values] as const),
      },
      { weight: 2, arbitrary: fc.constant([path, null] as const) },
      { weight: 2, arbitrary: fc.boolean().map((is) => [`${path}|exists`, is] as const) },
      {
        weight: 2,
        arbitrary: fc.constantFrom(...REGEXES).map((regex) => [`${path}|re`, regex] as const),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom("lt", "lte", "gt", "gte"), fc.constantFrom(0, 12, 12.5, -3))
          .map(([order, bound]) => [`${path}|${order}`, bound] as const),
      },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom("10.0.0.0/8", "192.0.2.0/24", "::/64")
          .map((network) => [`sourceIPAddress|cidr`, network] as const),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(comparison, fc.constantFrom(...PATHS))
          .map(([how, other]) => [`${path}|fieldref${how}`, other] as const),
      },
    );
  });

const selection = fc
  .array(item, { minLength: 1, maxLength: 3 })
  .map((items) => Object.fromEntries(items));

/** A condition over three selections, with nots however deep. */
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom("s1", "s2", "s3"),
    fc
      .tuple(tie("condition"), fc.constantFrom("and", "or"), tie("condition"))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    tie("condition").map((operand) => `not (${operand})`),
  ),
}));

/** A rule as a document; most name the event, as rules do, so that a target may drop a test. */
export const arbitraryRule = fc
  .record({
    s1: selection,
    s2: selection,
    s3: selection,
    condition,
    bounded: fc.integer({ min: 0, max: 3 }).map((die) => die > 0),
  })
  .map(({ s1, s2, s3, condition: inner, bounded }) => ({
    title: "Generated",
    logsource: { product: "aws", service: "cloudtrail" },
    detection: {
      named: { eventName: ["CreateAccessKey", "ConsoleLogin"] },
      s1,
      s2,
      s3,
      condition: bounded ? `named and ${inner}` : inner,
    },
  }));

const FORMS = [
  (written: string) => written,
  (written: string) => written.toUpperCase(),
  (written: string) => written.toLowerCase(),
  (written: string) => `x${written}`,
  (written: string) => `${written}x`,
];

/** What the log source can write at a field: what the field model claims, and no more. */
function valueAt(field: Field, subject: Subject): fc.Arbitrary<Json | undefined> {
  const near = fc
    .tuple(
      fc.constantFrom(...subject.texts),
      fc.constantFrom(...(subject.fixed ? FORMS.slice(0, 1) : FORMS)),
    )
    .map(([written, form]) => spelled(field, form(written), written))
    .map((written) => (field.ascii ? written.replace(/[^ -~]/g, "e") : written))
    .map((written) => (written === "" && !field.empty ? "a" : written));
  const number = fc.constantFrom(0, 1, 12, 12.5, -3, 1000);
  const scalar = fc.oneof<fc.Arbitrary<Json>[]>(near, near, number, fc.boolean());
  const values = (): fc.Arbitrary<Json> => {
    switch (field.type) {
      case "string":
        return near;
      case "boolean":
        return fc.boolean();
      case "number":
        return number;
      case "scalar":
        return scalar;
      case "strings":
        // Recorded lists hold text.
        return fc.array(near, { maxLength: 3 });
      case "object":
        return fc.constant({});
      case "array":
        return fc.constant([]);
      case "mixed":
        return fc.oneof<fc.Arbitrary<Json>[]>(scalar, fc.constant({ a: "a" }));
    }
  };
  const absent: fc.Arbitrary<Json | undefined>[] = [
    ...(field.presence === "always" ? [] : [fc.constant(undefined)]),
    ...(field.nullable ? [fc.constant(null)] : []),
  ];
  return fc.oneof(...absent, values(), values(), values());
}

/** A text as AWS would spell it at the field, where it has a spelling. */
function spelled({ spelling }: Field, formed: string, written: string): string {
  switch (spelling.kind) {
    case "free":
      return formed;
    case "lower":
      return written.toLowerCase();
    case "identifier":
      return spelling.shape.test(written) ? written : "Other";
    case "closed":
      return spelling.values.find((each) => each === written) ?? spelling.values[0]!;
  }
}

/** An event that the field model allows, near to what the rules above look for. */
export const arbitraryEvent: fc.Arbitrary<Json> = fc
  .tuple(
    ...SUBJECTS.map((subject) =>
      valueAt(CLOUDTRAIL.field(subject.path), subject).map((found) => ({
        path: subject.path,
        found,
      })),
    ),
  )
  .chain((found) =>
    // A container may be missing or null, whatever lies in it.
    fc.subarray(["requestParameters", "responseElements", "additionalEventData"]).chain((gone) =>
      fc.boolean().map((isNull) => {
        const event = found.reduce<Json>(
          (built, each) =>
            each.found === undefined || gone.includes(each.path.split(".")[0]!)
              ? built
              : put(built, each.path.split("."), each.found),
          {},
        );
        const nulls = isNull ? Object.fromEntries(gone.map((path) => [path, null])) : {};
        return isObject(event) ? { ...event, ...nulls } : event;
      }),
    ),
  );

function put(into: Json, [step, ...rest]: readonly string[], found: Json): Json {
  if (step === undefined) return found;
  const object = isObject(into) ? into : {};
  return { ...object, [step]: put(object[step] ?? {}, rest, found) };
}
