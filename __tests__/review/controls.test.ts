import { describeDetection } from "../../compiler/targets/description";
import { reviewFiles } from "../../review/review-files";
import { ruleText } from "../support/rules";
import { ruleOf, section, textOf } from "./reviewed";

const ID = "7c6f2c0e-51f4-4b0b-9d1f-2f1a3f7b8a50";
const TRAIL = ruleText({
  id: ID,
  controls: { "cis-aws-5.0": "4.5" },
  runbook: "Start logging again.\nThen ask who stopped it.",
});

describe("the review of a rule with controls", () => {
  const files = reviewFiles([ruleOf(TRAIL)]);

  test("shows them on its page, with who says so", () => {
    const shown = section(textOf(files, `rules/${ID}.html`), "controls");
    expect(shown).toContain("CIS AWS Foundations 1.3 to 5.0 4.5");
    expect(shown).toContain("NIST SP 800-171 r2 3.3.8, 3.14.6, 3.14.7 Security Hub");
    const markdown = textOf(files, `rules/${ID}.md`);
    expect(markdown).toContain("## Controls\n\n- CIS AWS Foundations 1.2: <code>3.5</code>\n");
    expect(markdown).toContain(
      "- NIST SP 800-171 r2: <code>3.3.8</code>, <code>3.14.6</code>, <code>3.14.7</code>, as Security Hub says",
    );
  });

  test("lists them in review.json", () => {
    const [rule] = JSON.parse(textOf(files, "review.json")).rules;
    expect(rule.controls).toContainEqual({ framework: "cis-aws-7.0", id: "5.5" });
    expect(rule.controls).toContainEqual({
      framework: "nist-800-171-r2",
      id: "3.3.8",
      by: "Security Hub",
    });
  });

  test("shows a runbook of words as words", () => {
    expect(textOf(files, `rules/${ID}.md`)).toContain(
      "## Runbook\n\n- Start logging again. Then ask who stopped it.",
    );
    expect(section(textOf(files, `rules/${ID}.html`), "runbook")).toContain("Start logging again.");
  });
});

test("a rule without controls has no section of them", () => {
  const page = textOf(reviewFiles([ruleOf(ruleText({ id: ID }))]), `rules/${ID}.html`);
  expect(page).not.toContain('id="controls"');
});

test("Sentinel's description names the controls, for its rules have no tags", () => {
  const { detection, compiled } = ruleOf(TRAIL);
  expect(describeDetection(detection, compiled("sentinel"))).toMatch(
    / Controls: CIS AWS Foundations 1\.2 3\.5; CIS AWS Foundations 1\.3 to 5\.0 4\.5; .*; Security Hub CloudWatch\.5\.$/,
  );
  expect(describeDetection(detection, compiled("cloudwatch"))).not.toContain("Controls");
});
