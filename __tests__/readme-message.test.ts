import { readFileSync } from "node:fs";
import { join } from "node:path";

import { compile } from "../compiler/compile";
import { Diagnostics } from "../compiler/core/diagnostic";
import { logSourceOf } from "../compiler/ir/rule";
import { loadRule } from "../compiler/rule-set/load-rule";
import { loadTests, testsPath } from "../compiler/run/rule-tests/load-tests";
import { envelopeOf } from "../compiler/targets/eventbridge/envelope";
import { messageOf } from "../compiler/targets/eventbridge/message/message";
import { renderMessage } from "../compiler/targets/eventbridge/message/render";
import { SHIPPED } from "./support/repository-rules";

const README = readFileSync(join(__dirname, "../README.md"), "utf8");
const SEED = SHIPPED.find((path) => path.endsWith("/aws-iam-backdoor-user-keys.yml")) ?? "";

test("the README shows the message that the product makes of the first test event of a shipped rule", async () => {
  const diagnostics = new Diagnostics();
  const rule = loadRule(SEED, diagnostics);
  if (rule === undefined) throw new Error("the rule is refused");
  const logSource = logSourceOf(rule);
  const tests = loadTests(testsPath(SEED), diagnostics, logSource);
  const [first] = tests?.tests ?? [];
  if (first?.kind !== "event" || logSource === undefined) throw new Error("there is no event");
  const message = messageOf(rule, compile(rule, "eventbridge"));
  const rendered = await renderMessage(message.expression, envelopeOf(first.event, logSource));
  if (rendered.kind !== "rendered") throw new Error(rendered.message);
  const [, shown] = /^```text\n(.*?)^```$/ms.exec(README) ?? [];
  // What the rule says of itself follows, and is the same in every message.
  const [title, facts] = rendered.text.split("\n\n");
  expect(shown).toBe(`${title}\n\n${facts}\n`);
});
