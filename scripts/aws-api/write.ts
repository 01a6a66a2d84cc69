import { Forms } from "./form-table";
import { callForms } from "./forms";
import { eventNames, isWithin, sourceOf } from "./names";
import type { Model } from "./model";
import { share } from "./share";

/** One file for each event source: its calls, the true names of operations, and shapes that several share. */
export function sourceFiles(models: readonly Model[]): ReadonlyMap<string, string> {
  const bySource = new Map<string, Model[]>();
  for (const model of models) {
    const source = sourceOf(model);
    bySource.set(source, [...(bySource.get(source) ?? []), model]);
  }
  const sources = [...bySource].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(sources.map(([source, served]) => [source, sourceFile(served)]));
}

function sourceFile(models: readonly Model[]): string {
  const calls: [event: string, texts: readonly [string, string]][] = [];
  const shapes = new Map<string, string>();
  const renamed = new Map<string, string>();
  const greaterFirst = [...models].sort((a, b) => Number(isWithin(a)) - Number(isWithin(b)));
  greaterFirst.forEach((model, index) => {
    const forms = new Forms(model);
    const own = (text: string) => text.replaceAll("$", `$${index}/`);
    const told = new Set(calls.map(([name]) => name));
    for (const operation of [...model.operations.keys()].sort()) {
      if (isWithin(model) && told.has(operation)) continue;
      const [request, response] = callForms(forms, operation);
      const names = eventNames(model, operation);
      for (const name of names) calls.push([name, [own(request), own(response)]]);
      const other = !names.includes(operation) && !renamed.has(operation);
      if (other) renamed.set(operation, names[0]!);
    }
    for (const [key, text] of forms.texts) shapes.set(`${index}/${key}`, own(text));
  });
  const shared = share(
    calls.flatMap(([, texts]) => texts),
    shapes,
  );
  const answers = new Map<string, readonly string[]>();
  calls.forEach(([name], index) => {
    const [request = "", response = ""] = shared.texts.slice(2 * index, 2 * index + 2);
    const known = answers.get(name) ?? [];
    const same = known.some(
      (each, at) => at % 2 === 0 && each === request && known[at + 1] === response,
    );
    if (!same) answers.set(name, [...known, request, response]);
  });
  for (const name of answers.keys()) renamed.delete(name);
  return fileText({
    calls: sorted(answers),
    ...(renamed.size > 0 && { renamed: sorted(renamed) }),
    shapes: sorted(shared.shapes),
  });
}

const sorted = <T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1));

/** JSON with a line for each entry. */
export function fileText(
  parts: Readonly<Record<string, readonly (readonly [string, unknown])[]>>,
): string {
  const texts = Object.entries(parts).map(([part, entries]) => {
    const lines = entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
    return `${JSON.stringify(part)}:{\n${lines.join(",\n")}\n}`;
  });
  return `{${texts.join(",\n")}}\n`;
}
