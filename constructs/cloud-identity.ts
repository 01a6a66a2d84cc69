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
  const { provider: config } = chosen.toTerraform();
  const says = Object.values(config)
    .flat()
    .flatMap((each) => placeIn(resolved(stack, each)));
  return inStack(stack, JSON.stringify(says));
}

/** What of a provider's configuration says where its resources go; tags and retries say nothing of that. */
function placeIn(config: unknown): readonly unknown[] {
  if (typeof config !== "object" || config === null) return [config];
  return Object.entries(config).filter(([argument]) => PLACE.has(argument));
}

const PLACE = new Set([
  "access_key",
  "allowed_account_ids",
  "assume_role",
  "assume_role_with_web_identity",
  "endpoints",
  "forbidden_account_ids",
  "profile",
  "region",
  "shared_config_files",
  "shared_credentials_files",
  "token",
]);

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
