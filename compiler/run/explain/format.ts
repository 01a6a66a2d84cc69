import {
  decisiveParts,
  type Explanation,
  type GroupExplanation,
  type TestExplanation,
} from "../../targets/explanation";

/** Tests of one run that are shown; a list of values may have hundreds that all fail alike. */
const SHOWN = 3;

/**
 * An explanation as indented lines: `+` holds, `-` does not. A group on which the answer hangs is
 * opened, any other is a line.
 */
export function formatExplanation(explanation: Explanation, depth = 0): readonly string[] {
  const line = (text: string, { holds }: Explanation = explanation, at = depth) =>
    `${"  ".repeat(at)}${holds ? "+" : "-"} ${text}`;
  if (explanation.kind === "test") return [line(testText(explanation))];
  const decisive = new Set(decisiveParts(explanation));
  const parts = runsOf(explanation.parts).flatMap((run) => {
    if (run.kind === "group") {
      return decisive.has(run)
        ? formatExplanation(run, depth + 1)
        : [line(closedText(run), run, depth + 1)];
    }
    const { first, others } = run;
    const shown = others.length > SHOWN ? others.slice(0, SHOWN - 1) : others;
    return [
      line(testText(first), first, depth + 1),
      // What stands at the field is said once.
      ...shown.map((test) => line(test.condition, test, depth + 1)),
      ...(shown.length < others.length
        ? [line(`… ${others.length - shown.length} more`, first, depth + 1)]
        : []),
    ];
  });
  return [line(titleOf(explanation)), ...parts];
}

/** A test with what stands at the fields that it reads, unless that is what it says itself. */
function testText({ condition, found }: TestExplanation): string {
  const values = found.filter((value) => value !== condition);
  return values.length === 0 ? condition : `${condition}   [${values.join(", ")}]`;
}

/** `selection`, `any of`, `none of`. */
function titleOf({ name, needs, parts }: GroupExplanation): string {
  const single = parts.length === 1;
  if (needs === "none" && single) return name === undefined ? "not" : `${name} (not)`;
  if (name === undefined) return `${needs} of`;
  return needs === "all" || single ? name : `${name} (${needs} of)`;
}

const CLOSED_CHARS = 100;

/** A group that is not opened, in a line: its name, else what it is made of. */
function closedText(group: GroupExplanation): string {
  if (group.name !== undefined) return titleOf(group);
  const parts = group.parts.map((part) =>
    part.kind === "test" ? part.condition : `(${closedText(part)})`,
  );
  const text = `${titleOf(group)}: ${parts.join(", ")}`;
  return text.length > CLOSED_CHARS ? `${text.slice(0, CLOSED_CHARS)}…` : text;
}

/** Neighbouring tests of the same fields that came out alike. */
interface Tests {
  readonly kind: "tests";
  readonly first: TestExplanation;
  readonly others: TestExplanation[];
}

function runsOf(parts: readonly Explanation[]): readonly (GroupExplanation | Tests)[] {
  const runs: (GroupExplanation | Tests)[] = [];
  for (const part of parts) {
    const last = runs.at(-1);
    if (part.kind === "group") runs.push(part);
    else if (last?.kind === "tests" && isAlike(last.first, part)) last.others.push(part);
    else runs.push({ kind: "tests", first: part, others: [] });
  }
  return runs;
}

function isAlike(one: TestExplanation, other: TestExplanation): boolean {
  return one.holds === other.holds && one.found.join() === other.found.join();
}
