/** A step of a path: a member, and of the elements of the array that it holds those that are asked for. */
export interface Step {
  readonly key: string;
  /**
   * Elements whose `member` has exactly the text `text`, such as one pair of a list of named values.
   * @default - all elements
   */
  readonly where?: { readonly member: string; readonly text: string };
}

/**
 * The steps of a dotted path as they are written. What stands between brackets, as in
 * `parameters[name=SETTING.NAME].value`, belongs to its step.
 */
export function stepsOf(path: string): readonly string[] {
  if (!path.includes("[")) return path.split(".");
  const steps = [""];
  let open = false;
  for (const char of path) {
    if (char === "[") open = true;
    if (char === "]") open = false;
    if (char === "." && !open) steps.push("");
    else steps[steps.length - 1] += char;
  }
  return steps;
}

const SELECTING = /^([^[\]]+)\[([^=\]]+)=([^\]]+)\]$/;

/** A step as it is written: `parameters` or `parameters[name=X]`. */
export function stepOf(written: string): Step {
  const [, key, member, text] = SELECTING.exec(written) ?? [];
  if (key === undefined || member === undefined || text === undefined) return { key: written };
  return { key, where: { member, text } };
}

/** Whether a path asks for some elements of an array and not for others. */
export function selectsElements(path: string): boolean {
  return path.includes("[") && stepsOf(path).some((step) => stepOf(step).where !== undefined);
}

/** The same path to all elements. */
export function withoutSelectors(path: string): string {
  return path.includes("[")
    ? stepsOf(path)
        .map((step) => stepOf(step).key)
        .join(".")
    : path;
}
