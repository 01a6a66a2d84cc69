import { item } from "../core/example";
import { quote } from "../core/message";
import { lint } from "./lint";
import { textValues } from "./text-values";

export const quotesInJson = lint({
  code: "DET445",
  severity: "warning",
  meaning: "A text with quotes that the JSON text of a container never holds.",
  example: item(`requestParameters|contains: '"Effect": "Allow"'`),
  message: (field: string, text: string) => ({
    text: `${quote(text)} is never found in ${quote(field)}: its JSON text has no blanks between its parts, and quotes inside its values are escaped`,
    fix: `write ${quote(text.replace(/(?<!\\)"/g, '\\"'))}, or name the member that holds the text`,
  }),
  run(linted, warn) {
    for (const { predicate, field } of textValues(linted)) {
      if (field.type !== "object") continue;
      const texts = predicate.pattern.flatMap((part) => (part.kind === "text" ? part.text : []));
      const never = texts.find((text) => text.includes('"') && !standsInJson(text));
      if (never !== undefined) warn(predicate.origin.span, [field.path, never]);
    }
  },
});

/** Whether some compact JSON holds the text; it may begin and end inside a value, or inside an escape. */
function standsInJson(text: string): boolean {
  return ["", '"', '"\\'].some((before) => PARTS.test(skeletonOf(before + text)));
}

/** JSON with `"` for each of its texts and `0` for numbers and words, also for what is cut off. */
function skeletonOf(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*(?:"|\\?$)/gs, '"').replace(/[\w.+-]+/g, "0");
}

/** Each part is followed by one that may follow it. */
const PARTS =
  /^(?:"(?=[:,}\]]|$)|0(?=[,}\]]|$)|[:,](?=["0{[]|$)|\{(?=["}]|$)|\[(?=["0{[\]]|$)|[}\]](?=[,}\]]|$))*$/;
