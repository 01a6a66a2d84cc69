import {
  binary,
  block,
  call,
  choice,
  lambda,
  number,
  path,
  partsOf,
  regex,
  text,
  variable,
  type Jsonata,
  type Lambda,
  type Let,
  type PreludeName,
} from "./ast";
import { asSource, END } from "./escape";
import { QUOTE, SAY } from "./say";

const v = variable("v");
const TRUE: Jsonata = { kind: "boolean", value: true };
const asText = (value: Jsonata): Jsonata => binary(text(""), "&", value);
const isType = (type: string): Jsonata => binary(call("type", v), "=", text(type));

/** A number in JSON's notation that no double is too small for: of up to 200 digits, or with a negative exponent. */
const FINITE = asSource(
  `^-?(?:0|[1-9][0-9]{0,200})(?:\\x2e[0-9]+)?(?:[eE]\\x2b?0*[0-9]{1,2}|[eE]\\x2d[0-9]+)?${END}`,
);
const JSON_NUMBER = asSource(
  `^-?(?:0|[1-9][0-9]*)(?:\\x2e[0-9]+)?(?:[eE][\\x2b\\x2d]?[0-9]+)?${END}`,
);
/** In place of a number that is larger. */
const HUGE = 1e308;

const HEX_RUN = "[0-9a-f]{1,4}(?:\\x3a[0-9a-f]{1,4})*";
const V6_SHAPE = asSource(`^(?:${HEX_RUN})?(?:\\x3a\\x3a(?:${HEX_RUN})?)?${END}`);
const OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const V4_TAIL = asSource(`\\x3a${[OCTET, OCTET, OCTET, OCTET].join("\\x2e")}${END}`);

/** In the order in which they are written. What takes lists is never called with what stands in one. */
const PRELUDE: Readonly<Record<PreludeName, Lambda>> = {
  /** Of a list, what the engine does not take for a function: no function may be called with that. */
  plain: lambda(
    ["v"],
    call("filter", v, lambda(["v"], choice(v, binary(asText(v), "!=", text("")), TRUE))),
  ),
  /** Whether the engine takes something in a list for a function: not empty, and yet without a text. */
  odd: lambda(["v"], call("some", v, lambda(["v"], choice(v, binary(asText(v), "=", text("")))))),
  /** Of objects, a member whose name every object of JavaScript has: only their own. */
  own: lambda(
    ["v", "k"],
    call(
      "map",
      call("plain", v),
      lambda(
        ["v"],
        choice(
          isType("object"),
          call("each", v, lambda(["v", "n"], choice(binary(variable("n"), "=", variable("k")), v))),
        ),
      ),
    ),
  ),
  /** A scalar's text; nothing for null and for objects. */
  textOf: lambda(
    ["v"],
    choice(
      isType("string"),
      v,
      choice(binary(isType("number"), "or", isType("boolean")), call("string", v)),
    ),
  ),
  /** The same, and an object's compact JSON text. */
  wholeOf: lambda(["v"], choice(isType("object"), call("string", v), call("textOf", v))),
  texts: lambda(["v"], call("map", call("plain", v), variable("textOf"))),
  wholes: lambda(["v"], call("map", call("plain", v), variable("wholeOf"))),
  /** A number, or what a text that is one stands for. */
  numberOf: lambda(
    ["v"],
    choice(
      isType("number"),
      v,
      choice(
        isType("string"),
        choice(
          call("contains", v, regex(FINITE)),
          call("number", v),
          choice(
            call("contains", v, regex(JSON_NUMBER)),
            choice(call("contains", v, regex(asSource("^-"))), number(-HUGE), number(HUGE)),
          ),
        ),
      ),
    ),
  ),
  numbers: lambda(["v"], call("map", call("plain", v), variable("numberOf"))),
  /** Lower case for ASCII letters only. */
  fold: lambda(
    ["v"],
    choice(
      call("contains", v, regex(asSource("[^\\x00-\\x7f]"))),
      call(
        "replace",
        v,
        regex(asSource("[A-Z]+")),
        lambda(["m"], call("lowercase", path(variable("m"), "match"))),
      ),
      call("lowercase", v),
    ),
  ),
  some: lambda(["v", "f"], call("exists", call("filter", v, variable("f")))),
  /** Groups of an address in four hexadecimal digits each, in a row. */
  groups: lambda(
    ["v"],
    choice(
      binary(v, "=", text("")),
      text(""),
      call(
        "join",
        call(
          "map",
          call("split", v, text(":")),
          lambda(["g"], call("pad", variable("g"), number(-4), text("0"))),
        ),
      ),
    ),
  ),
  /** The 32 hexadecimal digits of an IPv6 address; nothing for any other text. */
  v6: lambda(["v"], v6Digits()),
  say: SAY,
  quote: QUOTE,
};

function v6Digits(): Jsonata {
  const [s, m, o, a, b] = ["s", "m", "o", "a", "b"].map(variable) as [
    Jsonata,
    Jsonata,
    Jsonata,
    Jsonata,
    Jsonata,
  ];
  const sum = binary(call("length", a), "+", call("length", b));
  const octet = lambda(
    ["g"],
    call(
      "pad",
      call("formatBase", call("number", variable("g")), number(16)),
      number(-2),
      text("0"),
    ),
  );
  const withoutTail = call(
    "substring",
    s,
    number(0),
    binary(call("length", s), "-", call("length", path(m, "match"))),
  );
  const tail = [
    text(":"),
    call("substring", o, number(0), number(4)),
    text(":"),
    call("substring", o, number(4)),
  ].reduce((all, each) => binary(all, "&", each));
  const shortened = call("contains", s, text("::"));
  return block(
    [
      { name: "s", value: call("lowercase", v) },
      { name: "m", value: call("match", s, regex(V4_TAIL)) },
      { name: "o", value: call("join", call("map", path(m, "groups"), octet)) },
      { name: "s", value: choice(call("exists", m), binary(withoutTail, "&", tail), s) },
    ],
    choice(
      call("contains", s, regex(V6_SHAPE)),
      block(
        [
          { name: "a", value: call("groups", call("substringBefore", s, text("::"))) },
          {
            name: "b",
            value: choice(
              shortened,
              call("groups", call("substringAfter", s, text("::"))),
              text(""),
            ),
          },
        ],
        choice(
          shortened,
          choice(
            binary(sum, "<=", number(28)),
            binary(call("pad", a, binary(number(32), "-", call("length", b)), text("0")), "&", b),
          ),
          choice(binary(sum, "=", number(32)), a),
        ),
      ),
    ),
  );
}

const NAMES = Object.keys(PRELUDE) as readonly PreludeName[];

function isPrelude(name: string): name is PreludeName {
  return Object.hasOwn(PRELUDE, name);
}

/** The function of the prelude that has this name; undefined of JSONata's own. */
export function preludeFunction(name: string): Lambda | undefined {
  return isPrelude(name) ? PRELUDE[name] : undefined;
}

/** What stands before an expression: the functions that it calls, and those that these call. */
export function preludeOf(expression: Jsonata): readonly Let[] {
  const called = new Set<PreludeName>();
  const pending: Jsonata[] = [expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    pending.push(...partsOf(next));
    if (next.kind !== "call" && next.kind !== "variable") continue;
    if (!isPrelude(next.name) || called.has(next.name)) continue;
    called.add(next.name);
    pending.push(PRELUDE[next.name]);
  }
  return NAMES.filter((name) => called.has(name)).map((name) => ({ name, value: PRELUDE[name] }));
}
