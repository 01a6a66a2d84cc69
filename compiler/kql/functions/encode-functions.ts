import { isAscii } from "../../core/fold-case";
import { createHash } from "node:crypto";

import type { DynamicJson } from "../values/dynamic";
import { unsupported } from "../values/error";
import { arrayOf, dynamic, longOf, textOf, type Value } from "../values/value";
import type { ScalarFunction } from "./scalar-function";

const hash =
  (name: "md5" | "sha1" | "sha256"): ScalarFunction =>
  ([value = null]) =>
    createHash(name).update(textOf(value)).digest("hex");

/** Functions between text, bytes and what stands for them (KQL reference, each by its name). */
export const ENCODE_FUNCTIONS = {
  base64_encode_tostring: ([text = ""]) => Buffer.from(textOf(text)).toString("base64"),
  base64_encodestring: ([text = ""]) => Buffer.from(textOf(text)).toString("base64"),
  base64_decode_tostring: ([text = ""]) => decoded(textOf(text)),
  base64_decodestring: ([text = ""]) => decoded(textOf(text)),
  url_decode: ([text = ""]) => unescaped(textOf(text)),
  hash_md5: hash("md5"),
  hash_sha1: hash("sha1"),
  hash_sha256: hash("sha256"),
  tohex: ([value = null, size = 0n]) => {
    const [long, least] = [longOf(value), longOf(size)];
    if (long === null || least === null) return "";
    return BigInt.asUintN(64, long).toString(16).padStart(Number(least), "0");
  },
  to_utf8: ([text = ""]) => codePoints(textOf(text)),
  unicode_codepoints_from_string: ([text = ""]) => codePoints(textOf(text)),
  make_string: (args) => ofCodePoints(args),
  unicode_codepoints_to_string: (args) => ofCodePoints(args),
  isascii: ([text = ""]) => isAscii(textOf(text)),
  parse_url: ([url = ""]) => parseUrl(textOf(url)),
  parse_urlquery: ([query = ""]) =>
    dynamic(new Map([[QUERY, queryParameters(textOf(query).replace(/^\?/, ""))]])),
} as const satisfies Readonly<Record<string, ScalarFunction>>;

/** Empty for what is not base64, or not the base64 of UTF-8. */
function decoded(text: string): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return "";
  const bytes = Buffer.from(text, "base64");
  const result = bytes.toString("utf8");
  return Buffer.from(result).equals(bytes) ? result : "";
}

/** Bytes that are no UTF-8 become U+FFFD. */
function unescaped(text: string): string {
  // Whether a plus is a blank, the reference does not say.
  if (text.includes("+")) throw unsupported("url_decode of a plus");
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    Buffer.from(run.replace(/%/g, ""), "hex").toString(),
  );
}

function codePoints(text: string): Value {
  return dynamic([...text].map((char) => BigInt(char.codePointAt(0) ?? 0)));
}

function ofCodePoints(args: readonly Value[]): string {
  const codes = args.flatMap((value) => arrayOf(value)?.map(dynamic) ?? [value]).map(longOf);
  const isCode = (code: bigint | null): code is bigint =>
    code !== null && code >= 0n && code <= 0x10ffffn;
  return codes.every(isCode) ? String.fromCodePoint(...codes.map(Number)) : "";
}

const QUERY = "Query Parameters";
const URL_PARTS =
  /^(?:([^:/?#]+):\/\/)?(?:([^:@/]*)(?::([^@/]*))?@)?([^:/?#]*)(?::(\d+))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

function parseUrl(url: string): Value {
  const parts = URL_PARTS.exec(url);
  if (parts === null) return null;
  const [, scheme = "", user = "", password = "", host = "", port = ""] = parts;
  const [path = "", query = "", fragment = ""] = parts.slice(6);
  const bag = new Map<string, DynamicJson>([
    ["Scheme", scheme],
    ["Host", host],
    ["Port", port],
    ["Path", path],
    ["Username", user],
    ["Password", password],
    [QUERY, queryParameters(query)],
    ["Fragment", fragment],
  ]);
  return dynamic(bag);
}

/** Whether the engine decodes them, the reference does not say. */
function queryParameters(query: string): DynamicJson {
  if (/[%+]/.test(query)) throw unsupported("an encoded query of a URL");
  const pairs = query.split("&").filter((pair) => pair !== "");
  return new Map(
    pairs.map((pair) => {
      const [, key = "", value = ""] = /^([^=]*)=?(.*)$/s.exec(pair) ?? [];
      return [key, value];
    }),
  );
}
