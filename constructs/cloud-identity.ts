import {
  DefaultTokenResolver,
  StringConcat,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
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
    .map((each) => resolved(stack, each));
  const places = says.flatMap(({ value }) => placeIn(value));
  return meant(
    JSON.stringify(places),
    says.flatMap(({ homes }) => homes),
    stack,
  );
}

/** Where a provider's resources go, as far as its configuration says so in plain text. */
export interface AwsPlace {
  readonly region: string | undefined;
  readonly account: string | undefined;
}

export function awsPlaceOf(scope: IConstruct, provider: TerraformProvider | undefined): AwsPlace {
  const stack = TerraformStack.of(scope);
  const chosen = provider ?? defaultProvider(stack, "aws");
  const [config] = Object.values(chosen?.toTerraform().provider ?? {}).flat();
  const { value } = resolved(stack, config);
  const { region, allowed_account_ids: accounts } = Object(value);
  const [account, ...others] = Array.isArray(accounts) ? accounts : [];
  return { region: plain(region), account: others.length > 0 ? undefined : plain(account) };
}

function plain(value: unknown): string | undefined {
  return typeof value === "string" && !value.includes("${") ? value : undefined;
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
  const { value, homes } = resolved(stack, name);
  return meant(String(value), homes, stack);
}

/** What a value comes to where each of its tokens is from, so that it is one text in every stack. */
function resolved(scope: TerraformStack, given: unknown) {
  const resolver = new ResolverAtHome(new StringConcat());
  const value: unknown = Tokenization.resolve(given, { scope, resolver, preparing: false });
  return { value, homes: [...resolver.homes] };
}

class ResolverAtHome extends DefaultTokenResolver {
  /** The stacks that tokens are from. */
  public readonly homes = new Set<TerraformStack>();

  override resolveToken(token: IResolvable, context: IResolveContext, post: IPostProcessor) {
    const home = "originStack" in token ? token.originStack : undefined;
    if (!TerraformStack.isStack(home)) return super.resolveToken(token, context, post);
    this.homes.add(home);
    return super.resolveToken(token, { ...context, scope: home }, post);
  }
}

/** A reference means what it means in the stack it is from; to another stack's state, in all. */
function meant(text: string, homes: readonly TerraformStack[], stack: TerraformStack): string {
  const references = text.replaceAll("${data.terraform_remote_state.", "");
  if (!references.includes("${")) return text;
  const paths = homes.length === 0 ? [stack.node.path] : homes.map(({ node }) => node.path);
  return `${paths.join(" ")} ${text}`;
}

function defaultProvider(stack: TerraformStack, type: string): TerraformProvider | undefined {
  return stack.node
    .findAll()
    .filter((each) => TerraformProvider.isTerraformProvider(each))
    .find((each) => each.terraformResourceType === type && each.alias === undefined);
}
