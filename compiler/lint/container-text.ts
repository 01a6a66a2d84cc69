import { item } from "../core/example";
import { quote } from "../core/message";
import { lint } from "./lint";
import { plainTexts } from "./text-values";

export const containerText = lint({
  code: "DET428",
  severity: "warning",
  meaning: "A text looked for in a whole container.",
  example: item("requestParameters|contains: admin"),
  message: (field: string) => ({
    text: `${quote(field)} is a container: the value is looked for in its JSON text, in names and values alike`,
    fix: `name the member that is meant: ${quote(`${field}.…`)}`,
  }),
  run(linted, warn) {
    for (const { predicate, field } of plainTexts(linted)) {
      const isContainer = field.type === "object";
      if (isContainer) warn(predicate.origin.span, [field.path]);
    }
  },
});
