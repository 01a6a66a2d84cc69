import { basename } from "node:path";

import { keyOf, type Configuration, type Resource } from "../resource";

/** Whether Terraform reads a file last, over what the others say. */
export function isOverride(path: string): boolean {
  return /^(?:.*_)?override\.tf\.json$/.test(basename(path));
}

/**
 * Configurations of one Terraform's run: what override files say of a resource stands in place of what the
 * others say (Terraform documentation, "Override Files").
 */
export function withOverrides(
  configurations: readonly Configuration[],
  overrides: readonly Configuration[],
): readonly Configuration[] {
  if (overrides.length === 0) return configurations;
  const key = ({ module, local }: Resource) => keyOf(module, local);
  const over = new Map<string, Resource[]>();
  for (const each of overrides.flatMap(({ resources }) => resources)) {
    over.set(key(each), [...(over.get(key(each)) ?? []), each]);
  }
  return configurations.map((configuration) => ({
    ...configuration,
    resources: configuration.resources.map((resource) =>
      (over.get(key(resource)) ?? []).reduce(overridden, resource),
    ),
  }));
}

function overridden(resource: Resource, { values }: Resource): Resource {
  const members = new Map([...resource.values.members, ...values.members]);
  return { ...resource, values: { kind: "members", members } };
}
