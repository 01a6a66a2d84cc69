/** An element of a document, with its text and elements in order. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (Element | string)[];
}

const NOT_A_CHARACTER =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};
const TOKEN =
  /<\?[^]*?\?>|<!--[^]*?-->|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;

/** Reads XML 1.0 as strictly as a validating reader, without doctypes. Throws where it is none. */
export function parseXml(text: string): Element {
  if (NOT_A_CHARACTER.test(text)) throw new Error("a character that XML cannot hold");
  const root: { children: (Element | string)[] } = { children: [] };
  const open: { name: string; children: (Element | string)[] }[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(text);
    if (token === null) throw new Error(`not XML: ${text.slice(at, at + 40)}`);
    const [, closes, opens, attributes = "", empty, data] = token;
    const inside = open.at(-1) ?? { name: "", ...root };
    if (closes !== undefined) {
      if (open.pop()?.name !== closes) throw new Error(`</${closes}> closes nothing`);
    } else if (opens !== undefined) {
      const children: (Element | string)[] = [];
      inside.children.push({ name: opens, attributes: attributesOf(attributes), children });
      if (empty !== "/") open.push({ name: opens, children });
    } else if (data !== undefined) {
      if (data.includes("]]>")) throw new Error("`]]>` in text");
      inside.children.push(resolve(data.replace(/\r\n?/g, "\n")));
    }
  }
  if (open.length > 0) throw new Error(`<${open[0]?.name}> is never closed`);
  const elements = root.children.filter((child) => typeof child !== "string");
  const [only] = elements;
  if (only === undefined || elements.length > 1) throw new Error("not one element");
  return only;
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = "", , value = ""] of text.matchAll(/([\w:.-]+)\s*=\s*(["'])(.*?)\2/gs)) {
    if (found.has(name)) throw new Error(`the attribute ${name} twice`);
    // A reader makes blanks of line breaks and tabs.
    found.set(name, resolve(value.replace(/[\t\r\n]/g, " ")));
  }
  return found;
}

function resolve(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));|&/g, (whole, decimal, hex, name) => {
    if (name !== undefined) {
      const char = ENTITIES[name];
      if (char === undefined) throw new Error(`the entity ${whole}`);
      return char;
    }
    if (decimal === undefined && hex === undefined) throw new Error("a bare &");
    const char = String.fromCodePoint(decimal === undefined ? parseInt(hex, 16) : Number(decimal));
    if (NOT_A_CHARACTER.test(char)) throw new Error(`the character ${whole}`);
    return char;
  });
}

export function elementsOf({ children }: Element): readonly Element[] {
  return children.filter((child) => typeof child !== "string");
}

/** All text inside an element. */
export function textOf({ children }: Element): string {
  return children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
}
