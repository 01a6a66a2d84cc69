import { TerraformStack, type TerraformElement } from "cdktf";

/**
 * Gives an element a name that Terraform accepts. CDKTF makes it of the construct ids on the way,
 * and the natural id of a detection is its rule's UUID, which may begin with a digit.
 */
export function named<T extends TerraformElement>(element: T): T {
  // Not `friendlyUniqueId`: once it is read, an override no longer counts.
  const name = TerraformStack.of(element).getLogicalId(element);
  if (/^[0-9-]/.test(name)) element.overrideLogicalId(`rule-${name}`);
  return element;
}
