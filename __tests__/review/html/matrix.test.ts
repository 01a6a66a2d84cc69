import { attackCoverage } from "../../../review/attack/coverage";
import { ruleAttack } from "../../../review/attack/rule-attack";
import { matrixSvg } from "../../../review/html/matrix";
import { MATRIX_STEPS } from "../../../review/html/matrix-style";
import { reviewFiles } from "../../../review/review-files";
import { rulesOf, textOf } from "../reviewed";

/** Relative luminance (WCAG 2.2, "relative luminance"). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

describe("the colours of the matrix", () => {
  test.each(
    MATRIX_STEPS.flatMap(({ name, light, dark }) => [
      [name, light] as const,
      [name, dark] as const,
    ]),
  )("%s can be read on its cell: %j", (_, { fill, text }) => {
    expect(contrast(fill, text)).toBeGreaterThanOrEqual(4.5);
  });

  test("stand out from the page the more, the more rules there are", () => {
    for (const [scheme, ground] of [
      ["light", "#ffffff"],
      ["dark", "#10151c"],
    ] as const) {
      const contrasts = MATRIX_STEPS.map((step) => contrast(step[scheme].fill, ground));
      expect(contrasts).toEqual([...contrasts].sort((a, b) => a - b));
      for (const [index, each] of contrasts.slice(1).entries()) {
        expect(each / contrasts[index]!).toBeGreaterThan(1.25);
      }
    }
  });
});

describe("the picture of the matrix", () => {
  const rule = (key: string, ...tags: string[]) => ({
    key,
    title: key,
    attack: ruleAttack({ title: key, logsource: {}, detection: {}, tags }),
  });

  test("has a cell for each technique under a tactic, with its number of rules", () => {
    const svg = matrixSvg(
      attackCoverage([
        rule("a", "attack.persistence", "attack.t1098"),
        rule("b", "attack.persistence", "attack.t1098"),
        rule("c", "attack.impact", "attack.t1485"),
      ]),
    );
    const cells = [...svg.matchAll(/<g class="(m\d)".*?>(T[\d.]+)<.*?text-anchor="end">(\d+)</gs)];
    expect(cells.map(([, step, id, rules]) => [step, id, rules])).toEqual([
      ["m2", "T1098", "2"],
      ["m1", "T1485", "1"],
    ]);
    expect(svg).toContain("Persistence: 1 technique;");
  });

  test("names every tactic, also of a set without any rule, and speaks of no table in a file of its own", () => {
    const svg = matrixSvg(attackCoverage([]));
    expect(svg).toContain("Command and Control");
    expect(svg).not.toContain("NaN");
    expect(svg).not.toContain("table");
  });

  test("on the index, the cells are those of the table beside it", () => {
    const files = reviewFiles(
      rulesOf(
        [
          "title: T",
          "logsource: { product: aws, service: cloudtrail }",
          "tags: [attack.t1098, attack.t1530]",
          "detection: { a: { eventName: CreateUser }, condition: a }",
        ].join("\n"),
      ),
    );
    const page = textOf(files, "index.html");
    const inPicture = page.match(/class="m-id" x="7"/g)?.length;
    const table = page.slice(page.indexOf('aria-label="Techniques by tactic'));
    expect(inPicture).toBe(3);
    expect(table.slice(0, table.indexOf("</table>")).match(/<th scope="row">/g)).toHaveLength(3);
  });
});
