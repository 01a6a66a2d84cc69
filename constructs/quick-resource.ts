import type { IResolveContext, TerraformResource } from "cdktf";

/*
 * With a thousand detections, most of the time that CDKTF takes goes into looking for tokens in every text of
 * every resource, three times over, and into writing down the calls by which each nested block came about.
 * A detection's texts come from its rule and hold no tokens, unless the author of the stack gave a name that
 * is one, and its blocks all come about here.
 */

/**
 * A resource that costs CDKTF less: made without records of calls, and where nothing in it can be a token
 * looked at once, at the end. What is synthesised stays the same: overrides and aspects that come later
 * are seen, for each synthesis asks anew.
 */
export function madeQuickly<T extends TerraformResource>(make: () => T): T {
  const resource = withoutTraces(make);
  const inFull = resource.toTerraform.bind(resource);
  const toTerraform = () => {
    const fragment: Fragment = inFull();
    const named = fragment.resource?.[resource.terraformResourceType];
    const attributes = named?.[resource.friendlyUniqueId];
    if (attributes === undefined || "resolve" in attributes) return fragment;
    if (!mayHoldToken(attributes)) standAsTheyAre(attributes);
    return fragment;
  };
  // Like a method: others may put theirs in its place.
  return Object.defineProperty(resource, "toTerraform", {
    value: toTerraform,
    writable: true,
    configurable: true,
  });
}

/** V8 asks this function for an error's text when it is first read; CDKTF reads one for each block. */
export function withoutTraces<T>(make: () => T): T {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = () => "";
  try {
    return make();
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}

/** What a resource adds to a stack: its attributes by type and name. */
interface Fragment {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

/** To CDKTF a value with a method `resolve` is a token, and a post-processor has the last word on it. */
function standAsTheyAre(attributes: object): void {
  const resolve = (context: IResolveContext) =>
    context.registerPostProcessor({ postProcess: () => ({ ...attributes }) });
  Object.defineProperty(attributes, "resolve", { value: resolve });
}

/** A token in a text, a list or a map bears this mark; a number's is a number too large to be meant. */
const MARK = /TfToken\[|e\+\d{3}/;
const LARGE = 1e200;
/** Levels of nesting beyond which CDKTF is left to look, and to refuse what has no end. */
const DEPTH = 50;

function mayHoldToken(value: unknown, depth = 0): boolean {
  switch (typeof value) {
    case "string":
      return MARK.test(value);
    case "number":
      return Math.abs(value) > LARGE;
    case "boolean":
    case "undefined":
      return false;
    case "object":
      if (value === null) return false;
      if (depth > DEPTH) return true;
      if (Array.isArray(value)) return value.some((each) => mayHoldToken(each, depth + 1));
      if (Object.getPrototypeOf(value) !== Object.prototype) return true;
      return Object.entries(value).some(
        ([key, each]) => MARK.test(key) || mayHoldToken(each, depth + 1),
      );
    default:
      return true;
  }
}
