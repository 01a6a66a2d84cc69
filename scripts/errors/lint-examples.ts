import { load, type ErrorExample } from "./example";
import { item, selections } from "./rule-text";

/** What works as written, and is almost surely not meant so. */
export const LINT_EXAMPLES: Readonly<Record<string, ErrorExample>> = {
  DET401: load(item("userIdentity.userName: requestParameters.userName")),
  DET402: load("-level"),
  DET403: load("level: high\nseverity: Low"),
  DET404: load("date: 2024/01/31"),
  DET405: load("date: 2024-02-30"),
  DET406: load("date: 2024-02-01\nmodified: 2024-01-01"),
  DET410: load("tags: [attack.persistance]"),
  DET411: load("tags: [attack.t1562.001]"),
  DET420: load(item("eventname: CreateUser")),
  DET421: load(item("userIdentity.type: AssumeRole")),
  DET422: load(item("additionalEventData.MFAUsed: 'NO'")),
  DET423: load(item("eventName: createUser")),
  DET424: load(item("errorCode: Success")),
  DET425: load(item("userIdentity.arn: alice")),
  DET426: load(item("readOnly: maybe"), "Write a value of the field's type."),
  DET427: load(item("readOnly: 'true'")),
  DET428: load(item("requestParameters|contains: admin")),
  DET429: load(item("userIdentity.userName: '%robots%'")),
  DET430: load(selections("s: {eventName: X}\nt: {eventName: Y}")),
  DET431: load(item("eventName|all: [CreateUser, DeleteUser]")),
  DET432: load(selections("s: {eventName: CreateUser}\nf: {eventName: DeleteUser}", "s and not f")),
  DET433: load(selections("s: {eventName: CreateUser}", "s or not s")),
  DET434: load(selections("s: {eventName: X}\nt: {eventName: X, errorCode: null}", "1 of them")),
  DET435: load(item("eventName: ['Create*', CreateUser]")),
  DET436: load("triggerOperator: lt\ntriggerThreshold: 0"),
  DET437: load(item("userAgent: '^aws-cli/.*'")),
  DET440: load(item("userAgent|re: '(?i)curl'")),
  DET441: load(item("userAgent|re: '(a+)+b'")),
};
