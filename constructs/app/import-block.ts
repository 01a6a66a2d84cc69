import { TerraformElement, type TerraformResource } from "cdktf";

import type { DetectionSettings, IMPORTABLE } from "../props/settings";

/**
 * An `import` block for a resource, under the id that its provider documents. Not the resource's own
 * `importFrom`: that runs the command `terraform version` at each synthesis, once for each resource.
 */
class ImportBlock extends TerraformElement {
  constructor(
    private readonly resource: TerraformResource,
    private readonly importId: string,
  ) {
    super(resource, "Import");
  }

  override toTerraform() {
    const { terraformResourceType, friendlyUniqueId } = this.resource;
    return { import: [{ to: `${terraformResourceType}.${friendlyUniqueId}`, id: this.importId }] };
  }
}

/** Adopts what exists under an id as the resource, if the settings say so of its kind. */
export function importIfAsked(
  resource: TerraformResource,
  kind: (typeof IMPORTABLE)[number],
  id: string,
  { importExisting = [] }: DetectionSettings,
): void {
  if (importExisting.includes(kind)) new ImportBlock(resource, id);
}
