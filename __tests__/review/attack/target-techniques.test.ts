import { readFileSync } from "node:fs";
import fc from "fast-check";

import { TECHNIQUES } from "../../../compiler/attack/enterprise";
import { Diagnostics } from "../../../compiler/core/diagnostic";
import { navigatorLayer } from "../../../review/attack/navigator-layer";
import { targetTechniques } from "../../../review/attack/target-techniques";
import { reviewSet } from "../../../review/review-set";
import { describeWithShared, shared } from "../../support/optional";
import { ruleOf } from "../reviewed";

function read(text: string) {
  const diagnostics = new Diagnostics();
  const targets = targetTechniques({ path: "targets", text }, diagnostics);
  return {
    ids: targets?.map(({ id }) => id),
    said: diagnostics.all.map(
      ({ line, column, code, severity, fix }) =>
        `${line}:${column} ${code} ${severity} ${fix ?? ""}`,
    ),
    messages: diagnostics.all.map(({ message }) => message),
  };
}

const layer = (techniques: readonly unknown[], more = {}) =>
  JSON.stringify({ name: "Targets", domain: "enterprise-attack", techniques, ...more }, null, "\t");

describe("a list of techniques", () => {
  test("has an id a line; comments, names, blank lines, case and line ends do not matter", () => {
    const list =
      "# what we are asked for\r\n\r\nT1098\r\n  t1530 # objects\nT1078.004 Cloud Accounts\nT1098\n";
    expect(read(list)).toEqual({ ids: ["T1098", "T1530", "T1078.004"], said: [], messages: [] });
  });

  test("an id that ATT&CK does not have is an error at its place, with the nearest it has", () => {
    expect(read("T1098\nT1O98\nT1078.44\nTA0003\n")).toMatchObject({
      ids: undefined,
      said: [
        "2:1 DET941 error write `T1098`",
        "3:1 DET941 error write `T1078.004`",
        expect.stringMatching(/^4:1 DET941 error/),
      ],
    });
    expect(read("T1O98").messages).toEqual([
      expect.stringContaining("`T1O98` is no technique of ATT&CK"),
    ]);
  });

  test("a revoked id stands for what took its place, and is a warning", () => {
    expect(read("T1562.008")).toMatchObject({
      ids: ["T1685.002"],
      said: ["1:1 DET942 warning write `T1685.002`"],
    });
  });

  test.each([[""], ["# nothing yet\n"], ["[]"], [layer([])]])(
    "that names none is an error: %j",
    (list) => {
      expect(read(list).said).toEqual([expect.stringMatching(/^1:1 DET945 error/)]);
    },
  );

  test("any selection of techniques is read back, whatever stands around it", () => {
    const ids = fc.subarray([...TECHNIQUES.keys()], { minLength: 1 });
    const noise = fc.constantFrom("", " ", "# T9999", "\t# note", " a name");
    fc.assert(
      fc.property(ids, noise, (chosen, end) => {
        expect(
          read(chosen.map((id) => `${id}${end === "# T9999" ? ` ${end}` : end}`).join("\n")).ids,
        ).toEqual(chosen);
        expect(read(layer(chosen.map((techniqueID) => ({ techniqueID })))).ids).toEqual(chosen);
      }),
      { numRuns: 20 },
    );
  });

  test("no text is more than an error", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.constantFrom("", "{", "[", '{"techniques":'),
        (text, start) => {
          const { ids, said } = read(start + text);
          expect(ids === undefined).toBe(said.some((each) => each.includes(" error ")));
        },
      ),
    );
  });
});

describe("a Navigator layer", () => {
  test("asks for what is annotated or plainly listed, not for what is off or only unfolded", () => {
    const techniques = [
      { techniqueID: "T1098", score: 0 },
      { techniqueID: "T1530", enabled: false, score: 1 },
      { techniqueID: "T1078", showSubtechniques: true, score: 3 },
      { techniqueID: "T1110", showSubtechniques: true, color: "", comment: "", enabled: true },
      { techniqueID: "T1485", tactic: "impact" },
    ];
    expect(read(layer(techniques)).ids).toEqual(["T1098", "T1078", "T1485"]);
  });

  test("several layers in one file are one list", () => {
    const layers = `[${layer([{ techniqueID: "T1098" }])}, ${layer([{ techniqueID: "T1530" }])}]`;
    expect(read(layers).ids).toEqual(["T1098", "T1530"]);
  });

  test.each([
    ["of another domain", layer([], { domain: "ics-attack" }), "DET944"],
    ["without techniques", '{"name": "x"}', "DET943"],
    ["with techniques that are no list", '{"techniques": {}}', "DET943"],
    ["with a technique that has no id", layer([{ tactic: "impact" }]), "DET943"],
    ["that is cut off", '{"techniques": [', "DET101"],
  ])("%s is an error with its place", (_, text, code) => {
    const { ids, said } = read(text);
    expect(ids).toBeUndefined();
    expect(said).toEqual([expect.stringMatching(new RegExp(`^\\d+:\\d+ ${code} error`))]);
  });

  test("our own layer is a list of what is covered and what is missing", () => {
    const set = reviewSet([ruleOf("rules/starter/aws-iam-backdoor-user-keys.yml")], {
      targetTechniques: ["T1530"],
    });
    expect(read(JSON.stringify(navigatorLayer(set))).ids).toEqual(["T1098", "T1530"]);
  });

  describeWithShared("examples of the format", () => {
    test("are read, or refused for a technique that ATT&CK does not have any more", () => {
      const text = readFileSync(shared("formats/navigator/example-coverage.json"), "utf8");
      expect(read(text).ids?.length).toBeGreaterThan(0);
      const old = read(readFileSync(shared("formats/navigator/example-from-spec.json"), "utf8"));
      expect(old.said.filter((each) => !/DET94[12]/.test(each))).toEqual([]);
    });
  });
});
