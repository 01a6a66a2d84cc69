import type { Message } from "../core/diagnostic";
import { concat, parseStringPattern, text, type StringPattern } from "../ir/pattern";
import { sigmaMessages } from "./messages";
import { BASE64, CHARSETS, type Base64, type Charset, type Transform } from "./modifiers";
import { fillIn, parseTemplate, type Placeholders, type Template } from "./placeholders";

/** Patterns that one value may become. Our own bound; four flags under `windash` are 625. */
export const MAX_VARIANTS = 1_000;
/** Characters of all of them together. Our own bound. */
const MAX_CHARS = 1_000_000;

/** The patterns, any of which the value stands for after its modifiers, in the order written. */
export function transform(
  written: string,
  transforms: readonly Transform[],
  placeholders: Placeholders,
): readonly StringPattern[] | Message {
  const expands = transforms.includes("expand");
  let templates: readonly Template[] = [
    expands ? parseTemplate(written, parseStringPattern) : parseStringPattern(written),
  ];
  const most = Math.min(MAX_VARIANTS, Math.ceil(MAX_CHARS / (written.length + 1)));
  for (const name of transforms) {
    const next: Template[] = [];
    for (const template of templates) {
      const variants = variantsOf(template, name, placeholders);
      if ("message" in variants) return variants;
      next.push(...variants);
      if (next.length > most) return sigmaMessages.tooManyVariants(name, most);
    }
    templates = next;
  }
  const charset = CHARSETS.find((each) => transforms.includes(each));
  const base64 = BASE64.find((each) => transforms.includes(each));
  const patterns: StringPattern[] = [];
  for (const template of templates) {
    const encoded = encode(patternOf(template), charset, base64);
    if ("message" in encoded) return encoded;
    patterns.push(...encoded);
  }
  return patterns;
}

/** What one modifier makes of a template. Encodings come last, when its placeholders are filled in. */
function variantsOf(
  template: Template,
  name: Transform,
  placeholders: Placeholders,
): readonly Template[] | Message {
  switch (name) {
    case "expand":
      return fillIn(template, placeholders, parseStringPattern);
    case "windash":
      return dashes(template);
    case "wide":
    case "utf16le":
    case "utf16be":
    case "utf16":
    case "base64":
    case "base64offset":
      return [template];
  }
}

/** A template whose placeholders are filled in is a pattern. */
function patternOf(template: Template): StringPattern {
  return concat(template.filter((piece) => piece.kind !== "placeholder"));
}

/** The marks that Windows programs take for the beginning of a flag (appendix "Modifiers"). */
const DASHES = ["-", "/", "\u2013", "\u2014", "\u2015"] as const;
const FLAG = /(?<![\p{L}\p{N}_])[-/\u2013\u2014\u2015](?=[\p{L}\p{N}_])/u;

/** The template with each mark in place of each: all combinations. */
function dashes(template: Template): readonly Template[] | Message {
  let variants: readonly Template[] = [[]];
  for (const piece of template) {
    const pieces = piece.kind === "text" ? piece.text.split(FLAG) : [];
    const [first, ...others] = pieces;
    variants = variants.map((variant) => [
      ...variant,
      ...(piece.kind === "text" ? text(first ?? "") : [piece]),
    ]);
    for (const rest of others) {
      variants = variants.flatMap((variant) =>
        DASHES.map((dash) => [...variant, { kind: "text" as const, text: dash + rest }]),
      );
      if (variants.length > MAX_VARIANTS)
        return sigmaMessages.tooManyVariants("windash", MAX_VARIANTS);
    }
  }
  return variants;
}

function encode(
  pattern: StringPattern,
  charset: Charset | undefined,
  base64: Base64 | undefined,
): readonly StringPattern[] | Message {
  if (charset === undefined && base64 === undefined) return [pattern];
  if (pattern.some((part) => part.kind === "text" && /\p{Surrogate}/u.test(part.text))) {
    return sigmaMessages.encodingSurrogate();
  }
  if (base64 === undefined) return inCharset(pattern, charset!);
  const [only, ...others] = pattern;
  if (others.length > 0 || (only !== undefined && only.kind !== "text")) {
    return sigmaMessages.encodingWildcard(base64);
  }
  const bytes = bytesOf(only?.text ?? "", charset);
  if (base64 === "base64") return [text(bytes.toString("base64"))];
  const variants = [0, 1, 2].map((shift) => shifted(bytes, shift));
  return variants.includes("") ? sigmaMessages.encodingTooShort() : variants.map(text);
}

/** The part of the encoding that does not depend on what stands around the bytes. */
function shifted(bytes: Buffer, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
  // Characters that also hold bits of the bytes before, and of the bytes after or padding.
  const start = [0, 2, 3][shift];
  const end = [encoded.length, -3, -2][(bytes.length + shift) % 3];
  return encoded.slice(start, end);
}

/** The bytes as text, where they are one; wildcards stay. */
function inCharset(pattern: StringPattern, charset: Charset): readonly StringPattern[] | Message {
  const parts: StringPattern[] = [];
  for (const part of pattern) {
    const bytes = part.kind === "text" ? bytesOf(part.text, charset) : undefined;
    const decoded = bytes?.toString("utf8") ?? "";
    // A decoder writes U+FFFD for what is not UTF-8, which changes the bytes.
    if (bytes !== undefined && !Buffer.from(decoded, "utf8").equals(bytes)) {
      return sigmaMessages.encodingNotText(charset);
    }
    parts.push(bytes === undefined ? [part] : text(decoded));
  }
  return [concat(...parts)];
}

function bytesOf(value: string, charset: Charset | undefined): Buffer {
  switch (charset) {
    case undefined:
      return Buffer.from(value, "utf8");
    case "wide":
    case "utf16le":
      return Buffer.from(value, "utf16le");
    case "utf16be":
      return Buffer.from(value, "utf16le").swap16();
    case "utf16":
      // The byte order mark of the specification: FF FE, little endian.
      return Buffer.from(`\ufeff${value}`, "utf16le");
  }
}
