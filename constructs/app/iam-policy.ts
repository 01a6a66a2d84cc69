import { Fn, Token } from "cdktf";

/** A statement of a policy, as IAM spells its parts. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow";
  readonly Principal?: Readonly<Record<string, string>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

export function policyOf(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A part of an ARN that Terraform will know: 1 the partition, 3 the Region, 4 the account. */
export function partOfArn(arn: string, at: 1 | 3 | 4): string {
  return Token.asString(Fn.element(Fn.split(":", arn), at));
}
