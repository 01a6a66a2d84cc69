import { TerraformProvider, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";

/*
 * What the types say of props, as it is checked at run time: who writes JavaScript, or hands on what an
 * environment variable holds, learns it from nothing else.
 */

/** What a prop may be. */
export interface PropType {
  /** In words. */
  readonly allowed: string;
  readonly fits: (value: unknown, scope: Construct) => boolean;
  /** Whether a value that only Terraform will know is taken, or is reported where the prop is used. */
  readonly acceptsTokens?: true;
  readonly required?: true;
  /** Whether it is one value and no list, where `fits` leaves that to whoever uses it. */
  readonly single?: true;
}

/** What each prop of a construct may be. */
export type PropTypes<Props> = Readonly<Record<keyof Props, PropType>>;

type Fits = (value: unknown) => boolean;

export const isText = (value: unknown): value is string =>
  typeof value === "string" && value !== "";
export const orToken = (fits: Fits) => (value: unknown) => Token.isUnresolved(value) || fits(value);
export const orUndefined = (fits: Fits) => (value: unknown) => value === undefined || fits(value);
/** A list whose members fit; whether they may be tokens, `acceptsTokens` says. */
const isTexts = (value: unknown) => Array.isArray(value) && value.every(orToken(isText));
/** An object whose members fit. One that Terraform will know has no names yet. */
export const isMapOf = (fits: Fits) => (value: unknown) =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !Token.isUnresolved(value) &&
  Object.values(value).every(fits);

export const TEXT = { allowed: "a non-empty string", fits: isText };
export const TEXTS = { allowed: "a list of non-empty strings", fits: isTexts };
export const FLAG = {
  allowed: "`true` or `false`",
  fits: (value: unknown) => typeof value === "boolean",
};
export const NAME = { ...TEXT, fits: orToken(isText), acceptsTokens: true } as const;
export const NAMES = { ...TEXTS, fits: orToken(isTexts), acceptsTokens: true } as const;
export const NAME_BY_KEY = {
  allowed: "an object of non-empty strings",
  fits: isMapOf(orToken(isText)),
  acceptsTokens: true,
} as const;
export const NAMES_BY_KEY = {
  allowed: "an object of lists of strings",
  fits: isMapOf(orUndefined(orToken(isTexts))),
  acceptsTokens: true,
} as const;
export const TAGS = {
  allowed: "an object of strings",
  fits: orToken(isMapOf(orUndefined(orToken((value) => typeof value === "string")))),
  acceptsTokens: true,
} as const;

/** Terraform knows the providers of one stack only. */
export const providerOf = (type: "aws" | "azurerm"): PropType => ({
  allowed: `a provider \`${type}\` of the construct's own stack`,
  fits: (value, scope) =>
    TerraformProvider.isTerraformProvider(value) &&
    value.terraformResourceType === type &&
    TerraformStack.of(value) === TerraformStack.of(scope),
  acceptsTokens: true,
});

/** Props that are validated where they are used, with the words that a rule's file gets. */
export function validatedLater<Prop extends string>(
  ...props: readonly Prop[]
): Readonly<Record<Prop, PropType>> {
  const type: PropType = { allowed: "", fits: () => true, acceptsTokens: true, single: true };
  return Object.fromEntries(props.map((prop) => [prop, type])) as Record<Prop, PropType>;
}
