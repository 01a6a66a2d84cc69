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
  return identityOf(scope, provider, PLACE);
}

/** Who is billed for a resource of AWS, in whatever region, as a text to compare. */
export function awsPayerOf(scope: IConstruct, provider: TerraformProvider | undefined): string {
  const ofAccount = [...PLACE].filter((argument) => argument !== "region");
  return identityOf(scope, provider, new Set(ofAccount));
}

function identityOf(
  scope: IConstruct,
  provider: TerraformProvider | undefined,
  place: ReadonlySet<string>,
): string {
  const stack = TerraformStack.of(scope);
  const says = saidBy(stack, provider);
  if (says === undefined) return stack.node.path;
  const places = says.flatMap(({ value }) => placeIn(value, place));
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

/** What a provider's configuration comes to; undefined where the stack has none. */
function saidBy(stack: TerraformStack, provider: TerraformProvider | undefined) {
  const chosen = provider ?? defaultProvider(stack, "aws");
  if (chosen === undefined) return undefined;
  const { provider: config } = chosen.toTerraform();
  return Object.values(config)
    .flat()
    .map((each) => resolved(stack, each));
}

/** An account and a region of AWS in words; null for what the provider does not say. */
export function awsPlaceInWords(scope: IConstruct, provider: TerraformProvider | undefined) {
  const said = (saidBy(TerraformStack.of(scope), provider) ?? []).map(({ value }) => value);
  const argument = (name: string) => said.map((each) => memberOf(each, name)).find(isSaid);
  const ids = argument("allowed_account_ids");
  const [role] = [argument("assume_role")].flat();
  const account = [
    Array.isArray(ids) ? ids.join(", ") : ids,
    memberOf(role, "role_arn"),
    argument("profile"),
  ];
  const region = argument("region");
  return {
    account: readable(account.find(isSaid)),
    region: readable(region),
  };
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** A name for people: text, or the reference that a token stands for, with its stack where it is another's. */
export function readableName(scope: IConstruct, name: string): string {
  const stack = TerraformStack.of(scope);
  const { value, homes } = resolved(stack, name);
  const others = homes.filter((home) => home !== stack).map(({ node }) => node.path);
  const where = others.length === 0 ? "" : ` of the stack ${others.join(", ")}`;
  return `${readable(value) ?? ""}${where}`;
}

/** The names of a list, which may be a token as a whole. */
export function readableNames(scope: IConstruct, names: unknown): readonly string[] {
  const { value } = resolved(TerraformStack.of(scope), names ?? []);
  return [value].flat().flatMap((each) => readable(each) ?? []);
}

/** Terraform's text for what is said; an expression alone without its braces. */
function readable(value: unknown): string | null {
  if (!isSaid(value)) return null;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const [, expression] = /^\$\{([^{}]*)\}$/.exec(text) ?? [];
  return expression ?? text;
}

/** What of a provider's configuration says where its resources go; tags and retries say nothing of that. */
function placeIn(config: unknown, place: ReadonlySet<string>): readonly unknown[] {
  if (typeof config !== "object" || config === null) return [config];
  return Object.entries(config).filter(([argument]) => place.has(argument));
}

const PLACE: ReadonlySet<string> = new Set([
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
