import type { Shape } from "../shape";

const of = (kind: Shape["kind"], ...things: readonly string[]): readonly Shape[] =>
  things.map((thing) => ({ kind, of: thing }));

/**
 * What the members of an identity are of (CloudTrail user guide, userIdentity element): a call is made by a user,
 * by the root user, or in the session of a role or of a federated user; a session's issuer is the role or the user.
 */
const IDENTITY: Readonly<Record<string, readonly Shape[]>> = {
  "userIdentity.arn": of("arn", "user", "root", "session"),
  "userIdentity.principalId": of("id", "user", "root", "session"),
  "userIdentity.userName": of("name", "user"),
  "userIdentity.sessionContext.sessionIssuer.arn": of("arn", "role", "user"),
  "userIdentity.sessionContext.sessionIssuer.principalId": of("id", "role", "user"),
  "userIdentity.sessionContext.sessionIssuer.userName": of("name", "role", "user"),
  "userIdentity.inScopeOf.sourceAccount": [{ kind: "account" }],
  eventSource: [{ kind: "service" }],
  "userIdentity.invokedBy": [{ kind: "service" }],
  // A call that a service makes bears the service's name in place of an address.
  sourceIPAddress: [{ kind: "address" }, { kind: "service" }],
  eventName: [{ kind: "operation" }],
  errorCode: [{ kind: "operation" }],
};

/** IAM's things, whose names are bare wherever AWS writes them; others may be given by ARN too. */
const NAMED = /^(user|role|group|policy|instanceProfile)Name$/i;
/** Things whose ids are no ARNs. */
const NUMBERED =
  /^(user|role|accessKey|instance|vpc|subnet|volume|snapshot|image|networkInterface|vpcEndpoint|event|sharedEvent|request)ID$/i;
/** Words before `Arn` that do not say of what. */
const ANYTHING =
  /^(source|resources?|target|principal|caller|entity|owner|requestparameters|responseelements)?$/;

/** What CloudTrail's paths hold, by the names that AWS gives to members everywhere. */
export function cloudtrailShapes(path: string): readonly Shape[] {
  const known = IDENTITY[path];
  if (known !== undefined) return known;
  const steps = path.split(".");
  const [parent = "", last = ""] = steps.length === 1 ? ["", path] : steps.slice(-2);
  const arn = /^(\w*?)arn$/i.exec(last);
  if (arn !== null) {
    const thing = (arn[1] === "" ? parent : (arn[1] ?? "")).toLowerCase();
    return ANYTHING.test(thing) ? [{ kind: "arn" }] : of("arn", thing);
  }
  const [, named] = NAMED.exec(last) ?? [];
  if (named !== undefined) return of("name", named.toLowerCase());
  if (/account_?id$/i.test(last)) return [{ kind: "account" }];
  const [, numbered] = NUMBERED.exec(last) ?? [];
  if (numbered !== undefined) return of("id", numbered.toLowerCase());
  if (/ip(v[46])?_?address$|^(public|private)ip$/i.test(last)) return [{ kind: "address" }];
  if (/(time|date)$/i.test(last)) return [{ kind: "time" }];
  if (/region(name)?$/i.test(last)) return [{ kind: "region" }];
  if (/^(aws)?service(name|principal)$/i.test(last)) return [{ kind: "service" }];
  return [];
}
