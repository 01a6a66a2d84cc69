import { InvalidArgumentError, Option } from "commander";
import { nearest } from "../compiler/suggest";

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

export function accept(): Option {
  return choice(
    "--accept <verdict>",
    "deploy also what matches more than the rule; by default what each rule says itself",
    ["wider"],
  );
}
