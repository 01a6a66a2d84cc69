import * as v from "valibot";

import { FRAMEWORK_KEYS, FRAMEWORKS, type FrameworkKey } from "../controls/frameworks";
import { form, optional, strict } from "./value-forms";

const idsOf = ({ id, name, version }: (typeof FRAMEWORKS)[FrameworkKey]) => {
  const one = form(id.pattern, id.meaning);
  const said = version === undefined ? name : `${name} ${version}`;
  return optional(
    v.union([one, v.pipe(v.array(one), v.minLength(1))]),
    `${said}: one id, or a list.`,
  );
};

/** `controls`: the ids of a benchmark's controls, by the key of its framework. */
export const controls = strict(
  Object.fromEntries(FRAMEWORK_KEYS.map((key) => [key, idsOf(FRAMEWORKS[key])])) as {
    readonly [K in FrameworkKey]: ReturnType<typeof idsOf>;
  },
);
