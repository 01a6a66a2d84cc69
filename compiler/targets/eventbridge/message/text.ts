import type { ActedOn } from "../../../log-sources/log-source";
import { binary, call, choice, text, variable, type Jsonata, type Let } from "../jsonata/ast";
import { concat } from "./concat";
import { said, targetName, targetWord } from "./event-texts";
import type { RuleTexts } from "./rule-texts";

/** What is made so far: each statement adds to it, so that it is flat however much there is to say. */
const MADE = "made";

const made = variable(MADE);
const LABEL = 9;

const add = (value: Jsonata): Let => ({ name: MADE, value: binary(made, "&", value) });
const label = (name: string): string => `\n${`${name}:`.padEnd(LABEL)}`;
const orDash = (value: Jsonata): Jsonata => choice(call("exists", value), value, text("-"));

/** A part behind its words, where it is there. */
const behind = (words: string, value: Jsonata): Jsonata =>
  choice(call("exists", value), concat([text(words), value]), text(""));

/** A line where there is something to say. */
const optional = (name: string, value: Jsonata): Let => add(behind(label(name), value));

/** A message for people, in lines; of the event's texts none has a line break. */
export function textStatements(
  rule: RuleTexts,
  actedOn: readonly ActedOn[],
): { readonly lets: readonly Let[]; readonly made: Jsonata } {
  const { level, description, verdict, runbook, techniques, more, id } = rule;
  const tail = [
    ...(description === undefined ? [] : [description]),
    verdict,
    ...(techniques.length === 0
      ? []
      : [`ATT&CK: ${techniques.map((each) => [each.id, each.name].join(" ").trim()).join(", ")}.`]),
    ...(runbook === undefined ? [] : [`Runbook: ${runbook}`]),
    ...more,
    ...(id === undefined ? [] : [`Id of the rule: ${id}`]),
  ];
  const lets: readonly Let[] = [
    { name: MADE, value: text(`${rule.title}${level === undefined ? "" : ` (${level})`}\n`) },
    add(concat([text(label("When")), orDash(said("at"))])),
    add(
      concat([
        text(label("What")),
        orDash(said("action")),
        text(" of "),
        orDash(said("service")),
        behind(", failed: ", said("failure")),
      ]),
    ),
    add(
      concat([
        text(label("Who")),
        orDash(said("caller")),
        text(" ("),
        orDash(said("kind")),
        // An id says little: of a sign-in that failed there is no ARN.
        choice(call("exists", said("arn")), text(""), behind(", user ", said("user"))),
        text(")"),
      ]),
    ),
    add(
      concat([
        text(label("Session")),
        text("MFA "),
        orDash(said("mfa")),
        behind(", since ", said("since")),
        behind(", of ", said("issuer")),
        behind(", key ", said("accessKey")),
      ]),
    ),
    add(
      concat([
        text(label("Where")),
        text("account "),
        orDash(said("account")),
        text(", "),
        orDash(said("region")),
        text(", from "),
        orDash(said("address")),
      ]),
    ),
    optional("Agent", said("agent")),
    ...actedOn.map((each, at) =>
      add(behind(`${label("Target")}${targetWord(each)} `, variable(targetName(at)))),
    ),
    add(concat([text(label("Event")), orDash(said("eventId"))])),
    optional("Link", said("link")),
    add(text(`\n\n${tail.join("\n")}`)),
  ];
  return { lets, made };
}
