import fc from "fast-check";

import { checkPolicies, matches, NO_SETTINGS, unusedExceptions } from "../../policy/check";
import { POLICIES } from "../../policy/policies/policies";
import { blindnessOf } from "../../policy/report";
import { declared, judgements } from "./declaring";

const TOPICS = {
  resource: {
    aws_sns_topic: {
      open: { name: "open", "//": { metadata: { path: "stack/Pager/Topic" } } },
      unknown: { kms_master_key_id: "${var.key}" },
    },
  },
};
const POLICY = "topic-not-encrypted";
const exception = (resource: string) => ({ policy: POLICY, resource, reason: "on trial" });

function checkedBy(settings: Partial<typeof NO_SETTINGS>, json = TOPICS, id = POLICY) {
  const all = checkPolicies(declared(json), { ...NO_SETTINGS, ...settings });
  const found = all.find(({ policy }) => policy.id === id);
  if (found === undefined) throw new Error(id);
  return { ...found, all };
}

describe("levels", () => {
  test("are each policy's own where nobody says otherwise", () => {
    for (const { policy, level } of checkedBy({}).all) expect(level).toBe(policy.level);
    expect(POLICIES.map(({ level }) => level)).toEqual(
      expect.arrayContaining(["error", "warning", "off"]),
    );
  });

  test("are what somebody says; a policy that is off looks at nothing", () => {
    expect(checkedBy({ levels: { [POLICY]: "error" } }).level).toBe("error");
    expect(checkedBy({ levels: { [POLICY]: "off" } }).judged).toEqual([]);
  });

  test("of a policy that is required and off: it warns", () => {
    expect(
      checkedBy({ required: ["log-group-without-key"] }, TOPICS, "log-group-without-key"),
    ).toMatchObject({
      level: "warning",
      isAsked: true,
    });
  });
});

describe("exceptions", () => {
  test.each(["aws_sns_topic.open", "aws_sns_topic.*", "stack/Pager/*", "*"])(
    "excuse what they name, by address or construct: %s",
    (resource) => {
      const settings = { ...NO_SETTINGS, exceptions: [exception(resource)] };
      const said = judgements(settings, TOPICS).filter(({ policy }) => policy === POLICY);
      expect(said.map(({ kind }) => kind)).toEqual(["excused", "unknown"]);
    },
  );

  test.each(["aws_sns_topic.op", "open", "stack/Pager", "aws_sns_topic.unknown"])(
    "of something else excuse nothing, and are told: %s",
    (resource) => {
      const settings = { ...NO_SETTINGS, exceptions: [exception(resource)] };
      const { all } = checkedBy(settings);
      expect(unusedExceptions(all, settings)).toEqual(settings.exceptions);
    },
  );

  test("from a policy that is off are not told: it has not looked", () => {
    const settings = {
      ...NO_SETTINGS,
      levels: { [POLICY]: "off" } as const,
      exceptions: [exception("nothing")],
    };
    expect(unusedExceptions(checkedBy(settings).all, settings)).toEqual([]);
  });
});

describe("a policy that looked at nothing", () => {
  const nothing = { resource: {} } as unknown as typeof TOPICS;
  const blind = (settings: Partial<typeof NO_SETTINGS>, json = nothing) => {
    const { code, severity } = blindnessOf(checkedBy(settings, json)) ?? {};
    return [code, severity];
  };

  test("is fine where nobody asked for it", () => {
    expect(blind({})).toEqual([undefined, undefined]);
    expect(blind({ levels: { [POLICY]: "off" } })).toEqual([undefined, undefined]);
  });

  test("is a finding of the level that it was given, and an error where it is required", () => {
    expect(blind({ levels: { [POLICY]: "warning" } })).toEqual(["DET963", "warning"]);
    expect(blind({ levels: { [POLICY]: "error" } })).toEqual(["DET963", "error"]);
    expect(blind({ levels: { [POLICY]: "warning" }, required: [POLICY] })).toEqual([
      "DET963",
      "error",
    ]);
  });

  test("fails where it is required and can know nothing of what it looked at", () => {
    const { unknown } = TOPICS.resource.aws_sns_topic;
    const json = { resource: { aws_sns_topic: { unknown } } } as unknown as typeof TOPICS;
    expect(blind({ levels: { [POLICY]: "error" } }, json)).toEqual([undefined, undefined]);
    expect(blind({ required: [POLICY] }, json)).toEqual(["DET964", "error"]);
    expect(blind({ required: [POLICY] }, TOPICS)).toEqual([undefined, undefined]);
  });
});

test("a pattern is the text with anything for each star", () => {
  const parts = fc.constantFrom("a", "b", ".", "*", "[0]");
  const text = fc.array(parts, { maxLength: 6 }).map((all) => all.join(""));
  fc.assert(
    fc.property(text, text, (pattern, name) => {
      const escaped = pattern.split("*").map((part) => part.replace(/[.[\]]/g, "\\$&"));
      expect(matches(pattern, name)).toBe(new RegExp(`^${escaped.join(".*")}$`).test(name));
    }),
  );
  expect(matches("*".repeat(40) + "b", "a".repeat(40))).toBe(false);
});
