import { InvalidArgumentError, Option } from "commander";

import { nearest } from "../compiler/core/suggest";
import { inTables, tableNames, type TableChoice } from "../compiler/log-sources/read-tables";
import { LOG_SOURCES } from "../compiler/log-sources/registry";
import {
  bothAccepted,
  isLosingTarget,
  LOSING_TARGETS,
  LOSSES,
  type Acceptance,
} from "../compiler/rule/acceptance";
import { logSourceText, NAMED_LOG_SOURCES } from "../compiler/rule/log-source";
import { AUDITORS } from "../compiler/targets/cloudwatch/auditors/auditor";
import { NAME_RULES } from "../compiler/targets/cloudwatch/limits";
import { LEVELS } from "../policy/policy";
import { POLICY_IDS } from "../policy/policies/policies";

/** An option with a fixed set of values. */
export function choice(flags: string, description: string, values: readonly string[]): Option {
  return new Option(flags, description).choices(values).argParser(among(values));
}

/** The same, of whose values the first is the default. */
export function oneOf(flags: string, description: string, ...values: readonly string[]): Option {
  return choice(flags, description, values).default(values[0]);
}

/** The same, which can be given several times. */
export function choices(flags: string, description: string, values: readonly string[]): Option {
  return choice(flags, description, values).argParser(several(among(values)));
}

function among(values: readonly string[]) {
  return (value: string) => {
    if (values.includes(value)) return value;
    const near = didYouMean(value, values);
    throw new InvalidArgumentError(`Allowed choices are ${values.join(", ")}.${near}`);
  };
}

/** An option that names a file or a folder. */
export function path(flags: string, description: string): Option {
  return new Option(flags, description).argParser(named);
}

/** A shell writes a variable that is not set as nothing. */
export function named(value: string): string {
  if (value !== "") return value;
  throw new InvalidArgumentError("It is empty.");
}

/** Parses what is given once or several times. */
export function several(parse: (value: string) => string) {
  return (value: string, before: readonly string[] = []) => [...before, parse(value)];
}

export function didYouMean(found: string, allowed: readonly string[]): string {
  const near = nearest(found, allowed);
  return near === undefined ? "" : ` (Did you mean ${near}?)`;
}

export function format(...values: readonly string[]): Option {
  return oneOf("--format <format>", "of the result on standard output", ...values);
}

export function auditor(): Option {
  return choice(
    "--auditor <auditor>",
    "cloudwatch: the text by which the rules' controls pass this auditor's check",
    AUDITORS,
  );
}

export function sentinelTable(): Option {
  return new Option(
    "--sentinel-table <which>",
    "table that the rules of a log source read, such as okta/okta=Okta_CL, or several with commas; several times",
  ).argParser((written: string, before: TableChoice = {}) => {
    const [logSource = "", given = "", more] = written.split("=");
    const found = LOG_SOURCES.find((each) => logSourceText(each) === logSource);
    if (found === undefined || more !== undefined) {
      const near = didYouMean(logSource, LOG_SOURCES.map(logSourceText));
      throw new InvalidArgumentError(
        `It is no log source and its table, as okta/okta=Okta_CL.${near}`,
      );
    }
    const tables = tableNames(given);
    if (inTables(found, tables) !== undefined) return { ...before, [logSource]: given };
    const names = found.sentinel.tables.map(({ name }) => name);
    const wrong = tables.find((table) => !names.includes(table));
    throw new InvalidArgumentError(
      wrong === undefined
        ? `Tables of ${logSource} that are not read together: ${tables.join(", ")}.`
        : `Tables of ${logSource}: ${names.join(", ")}.${didYouMean(wrong, names)}`,
    );
  });
}

export function logGroup(): Option {
  return new Option(
    "--log-group <which>",
    "log group of the raw events of a log source, such as kubernetes/audit=/aws/eks/prod/cluster; several times",
  ).argParser((written: string, before: Readonly<Record<string, string>> = {}) => {
    const [logSource = "", name = "", more] = written.split("=");
    if (!NAMED_LOG_SOURCES.includes(logSource)) {
      const near = didYouMean(logSource, NAMED_LOG_SOURCES);
      throw new InvalidArgumentError(
        `It is no log source and its log group; log sources are ${NAMED_LOG_SOURCES.join(", ")}.${near}`,
      );
    }
    const { allowed, value: max } = NAME_RULES.logGroup;
    if (more === undefined && name.length <= max && allowed.test(name)) {
      return { ...before, [logSource]: name };
    }
    throw new InvalidArgumentError(
      `The name of a log group has 1 to ${max} letters, digits or . _ / # - characters.`,
    );
  });
}

/** `--level alarm-without-action=error`, several times. */
export function policyLevel(): Option {
  return new Option(
    "--level <policy=level>",
    `level of a policy, such as ${POLICY_IDS[0]}=error; several times`,
  ).argParser((written: string, before: Readonly<Record<string, string>> = {}) => {
    const [id = "", level = "", more] = written.split("=");
    const levels: readonly string[] = LEVELS;
    if (more !== undefined || !levels.includes(level)) {
      const near = didYouMean(level, levels);
      throw new InvalidArgumentError(
        `Allowed are a policy and its level, ${LEVELS.join(", ")}, as ${POLICY_IDS[0]}=error.${near}`,
      );
    }
    return { ...before, [knownPolicy(id)]: level };
  });
}

/** `--require alarm-without-action`, several times. */
export function policyId(): Option {
  return new Option(
    "--require <policy>",
    "fail where this policy finds nothing that it can judge; several times",
  ).argParser(several(knownPolicy));
}

function knownPolicy(id: string): string {
  if (POLICY_IDS.includes(id)) return id;
  throw new InvalidArgumentError(
    `There is no policy ${id}; docs/policies.md lists them.${didYouMean(id, POLICY_IDS)}`,
  );
}

export function accept(): Option {
  return new Option(
    "--accept <what>",
    "deploy also what matches more than the rule, beside what each rule accepts: wider, " +
      `cloudwatch=wider, or by code cloudwatch=${LOSSES.cloudwatch.slice(0, 2).join(",")}; several times`,
  ).argParser(parseAcceptance);
}

/** One `--accept`, with those before it. */
function parseAcceptance(written: string, before: Acceptance | undefined): Acceptance {
  if (written === "wider") return bothAccepted(before, written);
  const [target = "", losses = "", more] = written.split("=");
  if (!isLosingTarget(target) || losses === "" || more !== undefined) {
    const forms = ["wider", ...LOSING_TARGETS.map((each) => `${each}=wider`)];
    const near = didYouMean(losses === "" ? written : target, ["wider", ...LOSING_TARGETS]);
    const codes = `or codes of losses such as ${LOSING_TARGETS[0]}=${LOSSES.cloudwatch[0]}`;
    throw new InvalidArgumentError(`Allowed choices are ${forms.join(", ")}, ${codes}.${near}`);
  }
  if (losses === "wider") return bothAccepted(before, { [target]: losses });
  const known: readonly string[] = LOSSES[target];
  const codes = losses.split(",");
  const unknown = codes.find((code) => !known.includes(code));
  if (unknown !== undefined) {
    const near = didYouMean(unknown, known);
    throw new InvalidArgumentError(
      `${unknown} is no loss on ${target}; allowed are wider and ${known.join(", ")}.${near}`,
    );
  }
  return bothAccepted(before, { [target]: codes });
}
