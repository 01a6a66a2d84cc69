import { Diagnostics } from "../../compiler/core/diagnostic";
import { loadRules } from "../../compiler/rule-set/load-rules";
import { reviewFiles } from "../../review/review-files";
import { section, textOf } from "./reviewed";

const BACKDOOR_ID = "0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2";

test("a rule's page and its Markdown say what the rule allows, and why", () => {
  const reason = "<b>Right</b> | @here";
  const text = `title: One
id: ${BACKDOOR_ID}
status: test
logsource: { product: aws, service: cloudtrail }
detection: { s: { eventName: StopLogging }, condition: s }
allow: [{ code: DET402, reason: "${reason}" }]
`;
  const diagnostics = new Diagnostics();
  const rules = loadRules([{ path: "one.yml", text }], diagnostics);
  const files = reviewFiles(rules, { diagnostics });
  const page = textOf(files, `rules/${BACKDOOR_ID}.html`);
  expect(section(page, "allowed")).toContain(`or its status (maturity). ${reason}`);
  expect(page).not.toContain("<b>Right");
  expect(page).not.toContain('id="findings"');
  const [, line] = /reported:\n\n- (.*)/.exec(textOf(files, `rules/${BACKDOOR_ID}.md`)) ?? [];
  expect(line).toMatch(/^DET402: The rule .* Reason: &lt;b&gt;Right&lt;\/b&gt; \\\| @\u200bhere$/);
});
