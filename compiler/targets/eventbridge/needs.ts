import { foldCase } from "../../core/fold-case";
import type { CallKind, LogSource } from "../../log-sources/log-source";
import type { Test } from "./ast";
import { valueTest } from "./evaluate-test";
import { testsAt, type Branch } from "./spread";

/** Calls of whose events the services that record them send everything to one Region (reference 3.7). */
const GLOBAL_REGION = "us-east-1";
const GLOBAL_SERVICES: ReadonlySet<string> = new Set([
  "iam.amazonaws.com",
  "organizations.amazonaws.com",
  "cloudfront.amazonaws.com",
  "route53.amazonaws.com",
]);
/** The service whose global endpoint alone is in one Region. */
const STS = "sts.amazonaws.com";
const SIGN_IN = "signin.amazonaws.com";

/**
 * Beginnings of names of calls that may be said to only read although no model says so: in doubt a rule
 * sees them, which costs nothing.
 */
const MAY_READ =
  /^(Analyze|Classify|Compare|Count|Detect|Discover|Estimate|Evaluate|Export|Filter|Is|Preview|Recognize|Resolve|Retrieve|StartQuery|View)(?![a-z])/;

/** A call that a branch names; of a name alone, of each service that is known to record it. */
interface NamedCall {
  /** @default - any: no service is known to record a call of that name */
  readonly service?: string;
  /** @default - any call of the service */
  readonly name?: string;
  /** @default - it is not known */
  readonly kind?: CallKind | undefined;
}

/** The calls that a branch leaves possible; undefined where it names neither services nor calls. */
function callsOf(branch: Branch, { calls }: LogSource): readonly NamedCall[] | undefined {
  const catalog = calls?.catalog;
  if (calls === undefined || catalog === undefined) return undefined;
  const services = textsOf(testsAt(branch, calls.service))?.map(foldCase);
  const names = textsOf(testsAt(branch, calls.name));
  if (names === undefined) return services?.map((service) => ({ service }));
  return names.flatMap((name): readonly NamedCall[] => {
    const recording = services ?? catalog.servicesWith(name);
    if (recording.length === 0) return [{ name }];
    return recording.map((service): NamedCall => {
      const spelled = catalog.names(service).find((each) => foldCase(each) === foldCase(name));
      return {
        service,
        name,
        kind: spelled === undefined ? undefined : catalog.kind(service, spelled),
      };
    });
  });
}

function textsOf(tests: readonly Test[]): readonly string[] | undefined {
  const texts = tests.flatMap((test) =>
    test.kind === "text" || test.kind === "equalsIgnoreCase" ? [test.text] : [],
  );
  return tests.length > 0 && texts.length === tests.length ? texts : undefined;
}

/** Whether some event of a call that only reads can match: to such a rule they come only where it asks. */
export function mayRead(branches: readonly Branch[], logSource: LogSource): boolean {
  const path = logSource.eventBus?.readOnly;
  return branches.some((branch) => {
    const tests = path === undefined ? [] : testsAt(branch, path);
    const asked = (state: boolean) => tests.some((test) => valueTest(test)(String(state)));
    if (tests.length > 0 && !asked(true)) return false;
    if (tests.length > 0 && !asked(false)) return true;
    const calls = callsOf(branch, logSource);
    return (
      calls === undefined ||
      calls.some(
        ({ name = "", kind }) => kind === undefined || kind === "read" || MAY_READ.test(name),
      )
    );
  });
}

/** What a rule asks of the trail and of the Region that it is deployed to, in sentences without a point. */
export function needsOf(branches: readonly Branch[], logSource: LogSource): readonly string[] {
  const found = branches.map((branch) => callsOf(branch, logSource));
  const calls = found.flatMap((each) => each ?? []);
  const services = new Set(calls.flatMap(({ service }) => service ?? []));
  const any =
    found.some((each) => each === undefined) || calls.some(({ service }) => service === undefined);
  const global = [...services].filter((service) => GLOBAL_SERVICES.has(service));
  const data = calls.filter(({ kind }) => kind === "data");
  const regions = [
    ...(global.length > 0
      ? [`events of ${global.sort().join(", ")} come to ${GLOBAL_REGION} alone`]
      : []),
    ...(any
      ? [
          `events of global services such as ${[...GLOBAL_SERVICES].join(", ")} come to ${GLOBAL_REGION} alone`,
        ]
      : []),
    ...(services.has(STS)
      ? [
          `events of the global endpoint of ${STS} come to ${GLOBAL_REGION} alone, those of others to their Regions`,
        ]
      : []),
    ...(services.has(SIGN_IN)
      ? [
          `sign-ins of the root user come to ${GLOBAL_REGION} alone, those of others to the Region of the endpoint that they used, which is ${GLOBAL_REGION}, us-east-2, eu-north-1 or ap-southeast-2 where they named none`,
        ]
      : []),
  ];
  const local = any || [...services].some((service) => !GLOBAL_SERVICES.has(service));
  return [
    "a trail of the account is logging: without one no event comes to the bus",
    ...(data.length > 0
      ? [
          `the trail records data events: ${[...new Set(data.map(({ service, name = "" }) => `${name} of ${service ?? "any"}`))].sort().join(", ")}`,
        ]
      : []),
    ...regions,
    ...(local
      ? [
          "each Region has events of its own calls alone: a rule in each, or one that forwards to the bus",
        ]
      : []),
  ];
}
