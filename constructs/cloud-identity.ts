import {
  DefaultTokenResolver,
  StringConcat,
  TerraformProvider,
  TerraformStack,
  Token,
  Tokenization,
} from "cdktf";
import type { IConstruct } from "constructs";

/*
 * Which names mean the same thing in a cloud. Two stacks of one app may go to one account or to two; what
 * tells is the configuration of their providers. All of this is asked at synthesis, when references
 * have their final names.
 */

/** The account and region that a resource of AWS goes to, as a text to compare. */
export function awsAccountOf(scope: IConstruct, provider: TerraformProvider | undefined): string {
  const stack = TerraformStack.of(scope);
  const chosen = provider ?? defaultProvider(stack, "aws");
  if (chosen === undefined) return stack.node.path;
  const config = resolved(stack, chosen.toTerraform().provider);
  return inStack(
    stack,
    JSON.stringify(config, (key, value) => (key === "alias" ? undefined : value)),
  );
}

/** A name of something in a cloud: text, or in its stack the reference that a token stands for. */
export function resolvedName(scope: IConstruct, name: string): string {
  if (!Token.isUnresolved(name)) return name;
  const stack = TerraformStack.of(scope);
  return inStack(stack, String(resolved(stack, name)));
}

function resolved(scope: TerraformStack, value: unknown): unknown {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(value, { scope, resolver, preparing: false });
}

/** A reference means what it means in its own stack; to another stack's state, in all. */
function inStack(stack: TerraformStack, text: string): string {
  const references = text.replaceAll("${data.terraform_remote_state.", "");
  return references.includes("${") ? `${stack.node.path} ${text}` : text;
}

function defaultProvider(stack: TerraformStack, type: string): TerraformProvider | undefined {
  return stack.node
    .findAll()
    .filter((each) => TerraformProvider.isTerraformProvider(each))
    .find((each) => each.terraformResourceType === type && each.alias === undefined);
}
