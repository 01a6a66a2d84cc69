import {
  binary,
  block,
  call,
  choice,
  flat,
  lambda,
  number,
  regex,
  text,
  variable,
  type Lambda,
} from "./ast";
import { asSource, END } from "./escape";

/** Code points of one value in a message. */
const SAID = 300;

/** What breaks lines, or turns or hides what stands behind it: control and format characters of Unicode. */
const UNSEEN = asSource(
  "[\\x00-\\x1f\\x7f-\\x9f\\xad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]+",
);

/** What AWS writes in place of a value (CloudTrail user guide, sign-in events; recorded events). */
const HIDDEN = asSource(
  `^(?:HIDDEN\\x5fDUE\\x5fTO\\x5fSECURITY\\x5fREASONS|\\x3csensitiveDataRemoved\\x3e|\\x2a+)${END}`,
);

const v = variable("v");
const s = variable("s");

const CUT = choice(
  binary(call("length", s), ">", number(SAID)),
  binary(call("substring", s, number(0), number(SAID)), "&", text("...")),
  s,
);

/** No link of the event's is one in a mail: `https[:]//`. */
const PLAIN = call(
  "replace",
  call("replace", CUT, regex(UNSEEN), text(" ")),
  text("://"),
  text("[:]//"),
);

/** What may stand in a line that people read, of a list of what a path reaches; nothing where that is no text. */
export const SAY: Lambda = lambda(
  ["v"],
  block(
    [{ name: "s", value: call("join", call("texts", v), text(", ")) }],
    choice(
      binary(s, "!=", text("")),
      choice(call("contains", s, regex(HIDDEN)), text("hidden by AWS"), PLAIN),
    ),
  ),
);

/** A text as JSON, with its quotes: a list of it alone, without the brackets. */
export const QUOTE: Lambda = lambda(
  ["v"],
  block(
    [{ name: "s", value: call("string", flat(v)) }],
    call("substring", s, number(1), binary(call("length", s), "-", number(2))),
  ),
);
