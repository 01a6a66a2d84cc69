import { oneLine } from "../../../core/message";
import {
  binary,
  call,
  choice,
  joined,
  path,
  regex,
  text,
  variable,
  type Jsonata,
} from "../jsonata/ast";
import { depthOf } from "../jsonata/depth";
import { printJsonata } from "../jsonata/print";
import { EVENT_ID } from "./event-texts";
import { subjectOf, type Message } from "./message";
import { concat } from "./concat";
import { asSource, END } from "../jsonata/escape";

const CONTEXT = path(variable("states"), "context", "Execution");
const ERROR_NAME = asSource(`^[A-Za-z0-9.\\x5f]{1,100}${END}`);
const ARN = asSource(`^[\\x21-\\x7e]{1,500}${END}`);

/**
 * What is published where deciding about an event failed, over `$states.input.error`. It reads as little
 * as it can: what failed may have been the event's shape.
 */
export function undecidedMessage(title: string): Message {
  const parts = [
    text(
      `Not decided: ${oneLine(title)}\n\nAn event may match this rule; deciding or telling of it failed.`,
    ),
    checked("\nError:     ", path(variable("states"), "input", "error", "Error"), ERROR_NAME),
    checked("\nEvent:     ", path(CONTEXT, "Input", "detail", "eventID"), EVENT_ID),
    checked("\nExecution: ", path(CONTEXT, "Id"), ARN),
    text(
      "\n\nLook the event up by its id in the event history of CloudTrail, and the execution in the log of the state machine.",
    ),
  ];
  const expression = concat(parts);
  return {
    subject: subjectOf(`Not decided: ${title}`),
    expression: printJsonata(expression),
    depth: depthOf(expression),
  };
}

/** A line where a text is there, and has the form that it has to have. */
function checked(words: string, value: Jsonata, form: ReturnType<typeof asSource>): Jsonata {
  const isText = joined("and", [
    binary(call("type", value), "=", text("string")),
    call("contains", value, regex(form)),
  ]);
  return choice(isText, binary(text(words), "&", value), text(""));
}
