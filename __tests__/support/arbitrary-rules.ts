import fc from "fast-check";

/** A field as a rule names it, and texts that lie near what AWS writes there. */
interface Subject {
  readonly path: string;
  /** @default - any of those below */
  readonly texts?: readonly string[];
}

/** Texts at which engines differ, by what may go wrong. */
const AWKWARD = [
  ["", "a", "A", "ab", "aB", " a", "a b", "a/b:c"],
  ["a*b", "a?b", "a\\b", "a\\*b", "*", "\\", "%a%", "%", "100%"],
  ["a.b", "(a|b)+[c]$^", "{a}", "${a}", "%{a}", 'say "x"', "it's", "@a;--", "a\nb", "a\tb"],
  ["12", "12.0", "012", "-3", "1e3", "0", "true", "null"],
  // What folding may take for k, s, i, ss and e: a Kelvin sign, a long s, i without and with a dot, ß, é.
  ["k", "Kiss", "is", "\u212a", "\u017f", "\u0131", "\u0130", "stra\u00dfe", "STRASSE"],
  [
    "\u00e9",
    "e\u0301",
    "\u00c9",
    "caf\u00e9",
    "\u65e5\u672c",
    "\ud83d\ude00",
    "a\ud83d\ude00b",
    "\u00a0",
  ],
];
const awkward = fc.oneof(...AWKWARD.map((texts) => fc.constantFrom(...texts)));

const SUBJECTS: readonly Subject[] = [
  { path: "eventName", texts: ["CreateAccessKey", "ConsoleLogin", "Create", "accesskey"] },
  {
    path: "eventSource",
    texts: ["iam.amazonaws.com", "signin.amazonaws.com", "IAM.amazonaws.com"],
  },
  { path: "errorCode", texts: ["AccessDenied", "accessdenied", "Client.Busy", "Client"] },
  { path: "awsRegion", texts: ["us-east-1", "us-", "EAST"] },
  { path: "userIdentity.invokedBy", texts: ["ec2.amazonaws.com", "AWS Internal", "AWS", "EC2."] },
  { path: "userIdentity.accessKeyId", texts: ["AKIAX", "akia", ""] },
  {
    path: "userIdentity.sessionContext.attributes.mfaAuthenticated",
    texts: ["true", "false", "TRUE", "t"],
  },
  { path: "userIdentity.type", texts: ["Root", "IAMUser", "AssumedRole", "root"] },
  { path: "userIdentity.userName" },
  { path: "userIdentity.arn", texts: ["arn:aws:iam::1:user/a", "arn:aws:iam::1:user/A", "\u00e9"] },
  { path: "userAgent" },
  { path: "sourceIPAddress", texts: ["10.1.2.3", "10.", "192.0.2.7", "::1", "AWS Internal"] },
  { path: "readOnly", texts: ["true", "false", "True"] },
  { path: "additionalEventData.MFAUsed", texts: ["Yes", "No", "NO"] },
  { path: "additionalEventData.bytesTransferredIn", texts: ["0", "12", "12.0", "1000"] },
  { path: "responseElements.accessKey.userName", texts: ["a", "A", "ab", "a.b", "kim"] },
  { path: "requestParameters.name" },
  { path: "requestParameters.count", texts: ["0", "1", "12", "12.5", "-3", "true", "0012"] },
  { path: "requestParameters.names" },
  { path: "requestParameters.instanceIds", texts: ["i-1", "I-1", "a", "i-*"] },
  { path: "requestParameters.filters.name", texts: ["a", "ab", "a*b", "k", "true"] },
  { path: "requestParameters.imageId", texts: ["ami-1", "a", "12", ""] },
  { path: "requestParameters", texts: ["Suspended", "note", "a"] },
  { path: "resources", texts: ["note", "ARN"] },
];

/** Where anything may stand that a test can be about. */
const ANYTHING = ["userAgent", "userIdentity.userName", "requestParameters.name"];

const NETWORKS = ["10.0.0.0/8", "10.1.2.0/25", "192.0.2.7/32", "::/64", "2001:db8::/32"];
const SOME = { minLength: 1, maxLength: 3 };
const TWO = { minLength: 2, maxLength: 2 };

const comparison = fc.constantFrom("", "|contains", "|startswith", "|endswith");
/** A modifier that is mostly absent. */
const sometimes = (modifier: string) => fc.constantFrom("", "", "", modifier);

/** A Sigma string for a text: as it is, so that `*` and `?` are wildcards, or with both escaped. */
function sigmaText({ texts }: Subject): fc.Arbitrary<string> {
  const own = texts === undefined ? awkward : fc.constantFrom(...texts);
  const ends = fc.tuple(fc.constantFrom("", "", "", "*", "?"), fc.constantFrom("", "", "", "*"));
  return fc
    .tuple(fc.oneof({ weight: 7, arbitrary: own }, awkward), fc.boolean(), ends)
    .map(
      ([text, literally, [front, back]]) => `${front}${literally ? escaped(text) : text}${back}`,
    );
}

function escaped(text: string): string {
  return text.replace(/[\\*?]/g, "\\$&");
}

const REGEXES = [
  ...["^a", "b$", "a.b", "[aA]+", "a|b", "\\d+", "^$", "arn:.*:user/", "(a|A)b?", ".", "^a$"],
  ...["[^a]b", "\\ba\\b", "a{2,3}", "^.$", "a\\sb", "^(?:a|ab)$", "\\.", "\\*|\\?", "k", "\u00e9"],
  ...["(?i)kiss", "^12$", "^a\\nb$", "^true$", "[%\\\\]", "s{2}"],
];

/** One item of a selection: `field|modifiers: value`. */
export type Item = readonly [key: string, value: unknown];

const NUMBERS = [0, 12, 12.5, -3, 1000];

/** Every kind of item that asks something of one field. */
const KINDS: readonly { readonly weight: number; of(at: Subject): fc.Arbitrary<Item> }[] = [
  {
    weight: 8,
    of: () =>
      fc
        .tuple(fc.constantFrom(...ANYTHING), comparison, sometimes("|cased"), awkward)
        .map(([path, how, cased, text]) => [`${path}${how}${cased}`, escaped(text)]),
  },
  {
    weight: 6,
    of: (at) => {
      const value = fc.oneof(
        { weight: 8, arbitrary: sigmaText(at) },
        { weight: 1, arbitrary: fc.constantFrom<number | boolean>(...NUMBERS, true, false) },
      );
      return fc
        .tuple(comparison, sometimes("|cased"), sometimes("|neq"), fc.array(value, SOME))
        .map(([how, cased, neq, values]) => [`${at.path}${how}${cased}${neq}`, values]);
    },
  },
  {
    weight: 2,
    of: (at) =>
      fc
        .tuple(comparison, sometimes("|cased"), fc.uniqueArray(sigmaText(at), TWO))
        .map(([how, cased, values]) => [`${at.path}${how}${cased}|all`, values]),
  },
  { weight: 1, of: (at) => fc.constantFrom<Item>([at.path, null], [`${at.path}|neq`, null]) },
  { weight: 1, of: (at) => fc.boolean().map((is) => [`${at.path}|exists`, is]) },
  { weight: 1, of: (at) => fc.constantFrom("", "*", "?").map((text) => [at.path, text]) },
  {
    weight: 4,
    of: (at) =>
      fc
        .tuple(
          fc.constantFrom(...ANYTHING, at.path),
          fc.constantFrom("", "", "|i", "|m", "|s", "|i|m|s"),
          fc.constantFrom(...REGEXES),
        )
        .map(([path, flags, regex]) => [`${path}|re${flags}`, regex]),
  },
  {
    weight: 2,
    of: (at) =>
      fc
        .tuple(
          fc.constantFrom("", "|i"),
          fc.constantFrom("", "^"),
          fc.constantFrom(...(at.texts ?? ["a.b", "Kiss"])),
          fc.constantFrom("", "$"),
        )
        .map(([flag, start, text, end]) => [
          `${at.path}|re${flag}`,
          `${start}${text.replace(/[.?*+^$()[\]{}|\\]/g, "\\$&")}${end}`,
        ]),
  },
  {
    weight: 2,
    of: (at) =>
      fc
        .tuple(
          fc.constantFrom(
            "additionalEventData.bytesTransferredIn",
            "requestParameters.count",
            "requestParameters.name",
            at.path,
          ),
          fc.constantFrom("lt", "lte", "gt", "gte"),
          fc.constantFrom(...NUMBERS),
        )
        .map(([path, order, bound]) => [`${path}|${order}`, bound]),
  },
  {
    weight: 1,
    of: (at) =>
      fc
        .tuple(
          fc.constantFrom("sourceIPAddress", ...ANYTHING, at.path),
          fc.constantFrom(...NETWORKS),
        )
        .map(([path, network]) => [`${path}|cidr`, network]),
  },
  {
    weight: 1,
    of: (at) =>
      fc
        .tuple(
          fc.constantFrom("eventTime", ...ANYTHING, at.path),
          fc.constantFrom("minute", "hour", "day", "week", "month", "year"),
          fc.constantFrom("", "|lt", "|gte"),
          fc.constantFrom(1, 5, 12),
        )
        .map(([path, part, order, value]) => [`${path}|${part}${order}`, value]),
  },
  {
    weight: 3,
    of: (at) =>
      fc
        .tuple(
          fc.constantFrom(...ANYTHING, at.path),
          comparison,
          sometimes("|cased"),
          sometimes("|neq"),
          fc.constantFrom(...ANYTHING, "responseElements.accessKey.userName", at.path),
        )
        .map(([path, how, cased, neq, other]) => [`${path}|fieldref${how}${cased}${neq}`, other]),
  },
];

const item = fc
  .constantFrom(...SUBJECTS)
  .chain((at) => fc.oneof(...KINDS.map(({ weight, of }) => ({ weight, arbitrary: of(at) }))));

/** Items that must all hold, maps of which one must, or texts that are looked for in the whole event. */
const selection: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .array(item, { minLength: 1, maxLength: 2 })
      .map((items) => Object.fromEntries(items)),
  },
  {
    weight: 2,
    arbitrary: fc.array(
      item.map((only) => Object.fromEntries([only])),
      TWO,
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(
        awkward.filter((text) => text !== ""),
        SOME,
      )
      .chain((texts) =>
        fc.constantFrom<unknown>(texts, ...(texts.length > 1 ? [{ "|all": texts }] : [])),
      ),
  },
);

const NAMES = ["s1", "s2", "s3"] as const;

/** A condition, with nots however deep. */
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    {
      weight: 2,
      arbitrary: fc.constantFrom(...NAMES, ...NAMES, "1 of s*", "all of s*"),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie("condition"), fc.constantFrom("and", "or"), tie("condition"))
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    },
    { weight: 1, arbitrary: tie("condition").map((operand) => `not (${operand})`) },
  ),
}));

/** Most rules name the event, as rules do, so that a target may drop a test. */
export const NAMED = { eventName: ["CreateAccessKey", "ConsoleLogin"] };

/** A rule's `detection`: its selections and what it asks of them. */
export type GeneratedDetection = Readonly<Record<string, unknown>> & {
  readonly condition: string;
};

/** A rule of one selection, where everything about it can be tried, or of three. */
export const arbitraryDetection: fc.Arbitrary<GeneratedDetection> = fc.oneof(
  fc
    .record({ s1: selection, nots: fc.constantFrom("", "", "not ", "not not ", "not not not ") })
    .map(({ s1, nots }) => ({ named: NAMED, s1, condition: `named and ${nots}s1` })),
  fc
    .record({ s1: selection, s2: selection, s3: selection, condition, unbounded: sometimes("s") })
    .map(({ condition: inner, unbounded, ...selections }) => ({
      named: NAMED,
      ...selections,
      condition: unbounded === "" ? `named and ${inner}` : inner,
    })),
);
