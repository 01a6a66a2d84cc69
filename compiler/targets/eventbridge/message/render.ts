import type { Json } from "../../../core/json";
import { NOT_INSTALLED, readJsonata } from "../jsonata/library";

export type Rendered =
  | { readonly kind: "rendered"; readonly text: string }
  | { readonly kind: "unreadable"; readonly message: string };

/** The message that an event would make, by JSONata's own library. */
export async function renderMessage(expression: string, envelope: Json): Promise<Rendered> {
  const read = readJsonata(expression);
  if (read === undefined) return { kind: "unreadable", message: NOT_INSTALLED };
  const text = await read.evaluate(undefined, { states: { input: envelope } });
  if (typeof text !== "string") throw new Error(`the message is ${JSON.stringify(text)}, no text`);
  return { kind: "rendered", text };
}
