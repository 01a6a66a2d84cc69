import type { Construct } from "constructs";

import { nearest } from "../../compiler/core/suggest";
import { report } from "../app/app-diagnostics";
import { messages } from "../app/messages";
import { hasNoTokens } from "./checks";
import type { PropType } from "./prop-types";

/**
 * Whether props are of their types; reports those that are not. A prop that there is not is that of
 * somebody who extends the construct, unless it is near one that is not given.
 */
export function validateProps(
  scope: Construct,
  props: object,
  types: Readonly<Record<string, PropType>>,
  within = "",
): boolean {
  const valueOf = (prop: string): unknown => Reflect.get(props, prop);
  const missing = Object.keys(types).filter((prop) => valueOf(prop) === undefined);
  const wrong = Object.entries(types).flatMap(([prop, type]) => {
    const value = valueOf(prop);
    if (value === undefined && type.required !== true) return [];
    if (type.acceptsTokens !== true && !hasNoTokens(scope, { [within + prop]: value }))
      return [prop];
    if (type.fits(value, scope)) return [];
    report(scope, messages.propNotAllowed(within + prop, value, type.allowed));
    return [prop];
  });
  const misspelt = Object.keys(props).filter((prop) => {
    const known = Object.hasOwn(types, prop) || valueOf(prop) === undefined;
    if (known) return false;
    const near = nearest(prop, missing);
    const isList = Array.isArray(valueOf(prop));
    const takesIt = (each: string) => !isList || types[each]?.single !== true;
    const chosen = `include${prop.charAt(0).toUpperCase()}${prop.slice(1)}`;
    const meant = [chosen, near].find(
      (each) => each !== undefined && missing.includes(each) && takesIt(each),
    );
    if (meant === undefined && near === undefined) return false;
    const message = messages.propUnknown(within + prop, meant, near);
    report(scope, message);
    return true;
  });
  return wrong.length === 0 && misspelt.length === 0;
}
