import { elementsOf, textOf, type Element } from "./xml";

/** What a schema demands of text. */
const TYPES: Readonly<Record<string, RegExp>> = {
  "xs:string": /^[^]*$/,
  "xs:float": /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN)$/,
  "xs:dateTime": /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/,
};

/**
 * What is wrong with a document by an XML Schema, of which it knows the part that the schemas of JUnit
 * use: elements, sequences, choices, occurrences, required and typed attributes, mixed and simple
 * content, patterns. Throws on any other part, rather than let it pass.
 */
export function problemsOf(document: Element, schema: Element): readonly string[] {
  const global = (tag: string, name: string | undefined) =>
    elementsOf(schema).find(
      (each) => each.name === tag && each.attributes.get("name") === name && name !== undefined,
    );
  const root = global("xs:element", document.name);
  return root === undefined ? [`no root <${document.name}>`] : checkElement(document, root);

  function checkElement(element: Element, declared: Element): readonly string[] {
    const type = declared.attributes.get("type");
    const [inline] = elementsOf(declared);
    const complex = inline ?? global("xs:complexType", type);
    const at = `<${element.name}>`;
    if (complex === undefined) {
      const nested = elementsOf(element).map(({ name }) => `${at}: <${name}> in plain text`);
      const attributes = [...element.attributes.keys()].map((name) => `${at}: attribute ${name}`);
      return [...nested, ...attributes, ...checkText(textOf(element), type, at)];
    }
    if (complex.name !== "xs:complexType") throw new Error(complex.name);
    return checkComplex(element, complex, at);
  }

  function checkComplex(element: Element, complex: Element, at: string): readonly string[] {
    const [simple] = elementsOf(complex).filter(({ name }) => name === "xs:simpleContent");
    const [extension] = simple === undefined ? [] : elementsOf(simple);
    const parts = elementsOf(extension ?? complex).filter(
      ({ name }) => name !== "xs:simpleContent",
    );
    const attributes = parts.filter(({ name }) => name === "xs:attribute");
    const particles = parts.filter(({ name }) => name !== "xs:attribute");
    const children = elementsOf(element);
    const order = children.map(({ name }) => `${name};`).join("");
    const model = particles.map(modelOf).join("");
    const isText = complex.attributes.get("mixed") === "true" || extension !== undefined;
    const text = element.children.filter((child) => typeof child === "string").join("");
    return [
      ...(new RegExp(`^(?:${model})$`).test(order) ? [] : [`${at}: children ${order}`]),
      ...(isText || text.trim() === "" ? [] : [`${at}: text ${text.trim()}`]),
      ...(extension ? checkText(text, extension.attributes.get("base"), at) : []),
      ...checkAttributes(element, attributes, at),
      ...children.flatMap((child) => {
        const declared = particles
          .flatMap(declarationsOf)
          .find((each) => nameOf(each) === child.name);
        return declared === undefined ? [] : checkElement(child, resolved(declared));
      }),
    ];
  }

  function checkAttributes(
    element: Element,
    declared: readonly Element[],
    at: string,
  ): readonly string[] {
    const known = new Map(declared.map((each) => [each.attributes.get("name"), each]));
    const required = declared.filter(({ attributes }) => attributes.get("use") === "required");
    return [
      ...required
        .filter((each) => !element.attributes.has(nameOf(each)))
        .map((each) => `${at}: no attribute ${nameOf(each)}`),
      ...[...element.attributes].flatMap(([name, value]) => {
        const of = known.get(name);
        if (of === undefined) return [`${at}: attribute ${name}`];
        return checkText(value, of.attributes.get("type"), `${at} ${name}`);
      }),
    ];
  }

  function checkText(text: string, type: string | undefined, at: string): readonly string[] {
    const simple = global("xs:simpleType", type);
    const pattern = simple && elementsOf(elementsOf(simple)[0]!)[0]?.attributes.get("value");
    const allowed = pattern === undefined ? TYPES[type ?? ""] : new RegExp(`^(?:${pattern})$`);
    if (allowed === undefined) throw new Error(`type ${type}`);
    return allowed.test(text) ? [] : [`${at}: ${JSON.stringify(text)} is no ${type}`];
  }

  /** A content model as an expression over names that each end in a semicolon. */
  function modelOf(particle: Element): string {
    const parts = () => elementsOf(particle).map(modelOf);
    const min = particle.attributes.get("minOccurs") ?? "1";
    const max = particle.attributes.get("maxOccurs") ?? "1";
    const times = `{${min},${max === "unbounded" ? "" : max}}`;
    switch (particle.name) {
      case "xs:element":
        return `(?:${nameOf(particle)};)${times}`;
      case "xs:sequence":
        return `(?:${parts().join("")})${times}`;
      case "xs:choice":
        return `(?:${parts().join("|")})${times}`;
      default:
        throw new Error(particle.name);
    }
  }

  function resolved(declared: Element): Element {
    const ref = declared.attributes.get("ref");
    return (ref === undefined ? declared : global("xs:element", ref)) ?? declared;
  }
}

function declarationsOf(particle: Element): readonly Element[] {
  return particle.name === "xs:element" ? [particle] : elementsOf(particle).flatMap(declarationsOf);
}

function nameOf({ attributes }: Element): string {
  return attributes.get("ref") ?? attributes.get("name") ?? "";
}
