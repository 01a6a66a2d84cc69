import { editOf } from "../core/diagnostic";
import { item } from "../core/example";
import { quote, quotedList } from "../core/message";
import { oncePer } from "../core/once-per";
import { callsAt, modelsAt } from "../ir/calls";
import { fieldsOf } from "../ir/expression";
import { stringMatcher } from "../ir/pattern";
import { entryOfScalar } from "../load/node";
import type { CallChoice, Texts } from "../log-sources/calls";
import { neverOccurs } from "../log-sources/field";
import { tableOf, type CallCatalog, type CallFields } from "../log-sources/log-source";
import { columnOf } from "../log-sources/sentinel-table";
import { lint, type LintedRule } from "./lint";
import { plainTexts, type TextValue } from "./text-values";

interface KnownCalls extends CallFields {
  readonly catalog: CallCatalog;
}

/** What is known of the calls that the rule's log source records; undefined where nothing is. */
function callsOfRule({ matches }: LintedRule): KnownCalls | undefined {
  const calls = matches?.kind === "expression" ? matches.logSource.calls : undefined;
  return calls?.catalog === undefined ? undefined : { ...calls, catalog: calls.catalog };
}

/** The choices of calls where each predicate of the condition stands. */
const choicesAt = oncePer(({ matches }: LintedRule) => {
  const byCall = matches?.kind === "expression" ? matches.logSource.fields.byCall : undefined;
  return matches?.kind === "expression" && byCall !== undefined
    ? callsAt(matches.expression, byCall)
    : () => [];
});

/** The texts of every choice; undefined where one leaves them open. */
function listedOf(
  choices: readonly CallChoice[],
  of: keyof CallChoice,
): readonly string[] | undefined {
  const texts = choices.map((choice): Texts | undefined => choice[of]);
  const listed = texts.flatMap((each) => (each?.kind === "listed" ? [each] : []));
  return listed.length < texts.length ? undefined : listed.flatMap(({ texts: all }) => all);
}

/** The rule's texts at a field, those with wildcards too. */
function valuesAt(linted: LintedRule, path: string): readonly TextValue[] {
  return plainTexts(linted).filter(({ predicate }) => predicate.field === path);
}

export const unknownService = lint({
  code: "DET446",
  severity: "warning",
  meaning: "A service that is not known to record calls.",
  example: item("eventSource: snapshot.amazonaws.com"),
  message: (service: string, meant: string | undefined) => ({
    text: `${quote(service)} is not known to record calls`,
    fix:
      meant === undefined
        ? "write the service's name as its events have it"
        : `write ${quote(meant)}`,
  }),
  run(linted, warn) {
    const calls = callsOfRule(linted);
    if (calls === undefined) return;
    for (const { predicate, shape, value } of valuesAt(linted, calls.service)) {
      if (shape.kind !== "equals" || calls.catalog.names(shape.text).length > 0) continue;
      // What AWS records for a partner or another partition is not known.
      if (!shape.text.toLowerCase().endsWith(calls.serviceSuffix)) continue;
      const [name] = listedOf(choicesAt(linted)(predicate), "name") ?? [];
      warn(predicate.origin.span, [value, calls.catalog.nearestService(shape.text, name)]);
    }
  },
});

/** Names of one rule that the nearest is looked for of: a list can have thousands. */
const MOST_COMPARED = 8;

export const unknownCall = lint({
  code: "DET447",
  severity: "warning",
  meaning: "An event that the service, or no service, is known to write.",
  example: item("eventName: PassRole"),
  message: (
    name: string,
    services: readonly string[],
    meant: string | undefined,
    elsewhere: readonly string[],
  ) => ({
    text: `no event ${quote(name)} is known${services.length === 0 ? "" : ` of ${quotedList(services)}`}`,
    fix:
      elsewhere.length > 0
        ? `ask for the service that writes it: ${quotedList(elsewhere, 3)}`
        : meant === undefined
          ? "name an event that is recorded; names of permissions are not those of events"
          : `write ${quote(meant)}`,
  }),
  run(linted, warn) {
    const calls = callsOfRule(linted);
    if (calls === undefined) return;
    const { catalog } = calls;
    let compared = 0;
    const nearestName = (name: string, service?: string) =>
      (compared += 1) > MOST_COMPARED ? undefined : catalog.nearestName(name, service);
    for (const { predicate, shape, value } of valuesAt(linted, calls.name)) {
      const services = listedOf(choicesAt(linted)(predicate), "service");
      const known = services?.filter((service) => catalog.names(service).length > 0);
      // Of a service that is not known, its own warning is enough.
      if (known !== undefined && known.length < (services?.length ?? 0)) continue;
      const written = shape.kind === "equals" ? shape.text : undefined;
      if (known === undefined) {
        if (written === undefined || catalog.servicesWith(written).length > 0) continue;
        warn(predicate.origin.span, [value, [], nearestName(written), []]);
        continue;
      }
      const fits = stringMatcher(predicate.pattern, false);
      const hasIt = (service: string) =>
        written === undefined
          ? catalog.names(service).some(fits)
          : catalog.kind(service, written) !== undefined;
      if (known.some(hasIt)) continue;
      const [only] = known.length === 1 ? known : [];
      const meant = written === undefined ? undefined : nearestName(written, only);
      const elsewhere =
        written === undefined || meant !== undefined ? [] : catalog.servicesWith(written);
      const { span } = predicate.origin;
      const isSure = only !== undefined && catalog.trueName(only, written ?? "") === meant;
      const edit =
        isSure && meant !== undefined ? editOf(linted.source, span, value, meant) : undefined;
      warn(span, [value, known, meant, elsewhere], edit);
    }
  },
});

export const unknownMember = lint({
  code: "DET448",
  severity: "warning",
  meaning: "A field that none of the rule's calls has.",
  example: item(
    "eventSource: iam.amazonaws.com, eventName: CreateUser, requestParameters.username: admin",
  ),
  message: (path: string, meant: string | undefined) => ({
    text: `none of the calls that are meant here has ${quote(path)}`,
    fix: meant === undefined ? "name a member that these calls have" : `write ${quote(meant)}`,
  }),
  run(linted, warn) {
    const calls = callsOfRule(linted);
    if (calls === undefined || linted.matches?.kind !== "expression") return;
    for (const predicate of linted.predicates) {
      const choices = choicesAt(linted)(predicate);
      for (const path of fieldsOf(predicate)) {
        const missing = calls.catalog.missingPath(path, choices);
        if (missing !== undefined) warn(predicate.origin.span, [path, missing.meant]);
      }
    }
  },
});

export const unknownType = lint({
  code: "DET449",
  severity: "warning",
  meaning: "A field of which it is not known whether it holds one value, a list or an object.",
  example: item(
    "eventSource: signin.amazonaws.com, eventName: ConsoleLogin, requestParameters.device: phone",
  ),
  message: (path: string, service: string, name: string) => ({
    text: `the type of ${quote(path)} is not known: CloudWatch takes it for one text, number or boolean with no list on the way; Sentinel's query reads lists too`,
    fix: `name the calls that have it, by ${quote(service)} and ${quote(name)}; of a call that nobody describes, look at one of its events`,
  }),
  run(linted, warn) {
    const calls = callsOfRule(linted);
    const { matches, predicates, rule } = linted;
    if (calls === undefined || matches?.kind !== "expression") return;
    const { fields } = matches.logSource;
    const table = tableOf(matches.logSource);
    /** What calls hold, of which there is too much for columns of its own. */
    const isOfCalls = (path: string) => (columnOf(table, path)?.rest.length ?? 0) > 0;
    const models = modelsAt(matches.expression, fields);
    for (const predicate of predicates) {
      for (const path of fieldsOf(predicate)) {
        if (!isOfCalls(path) || models(predicate).field(path).type !== "unknown") continue;
        // What does not occur has a warning of its own.
        if (neverOccurs(path, fields) !== undefined) continue;
        if (calls.catalog.missingPath(path, choicesAt(linted)(predicate)) !== undefined) continue;
        const { span } = predicate.origin;
        const isValue = predicate.kind === "fieldref" && path === predicate.other;
        const key = isValue ? undefined : entryOfScalar(rule.root, span)?.entry.keySpan;
        warn(key ?? span, [path, calls.service, calls.name]);
      }
    }
  },
});
