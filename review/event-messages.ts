import type { CompiledRule } from "../compiler/compile";
import { Diagnostics } from "../compiler/core/diagnostic";
import { logSourceOf } from "../compiler/ir/rule";
import { loadTests, testsPath } from "../compiler/run/rule-tests/load-tests";
import { envelopeOf } from "../compiler/targets/eventbridge/envelope";
import { messageOf } from "../compiler/targets/eventbridge/message/message";
import { renderMessage } from "../compiler/targets/eventbridge/message/render";
import type { RuleReview, SetReview } from "./model";

/**
 * The review with the message that each rule on EventBridge would send of the first test event that
 * matches. Not part of making the review: JSONata's library is waited for, which a synthesis cannot.
 */
export async function withMessages(
  set: SetReview,
  rules: readonly CompiledRule[],
): Promise<SetReview> {
  const byId = new Map(rules.map((rule) => [rule.detection.id, rule]));
  const reviewed: RuleReview[] = [];
  for (const review of set.rules) {
    const rule = byId.get(review.id);
    const { eventbridge } = review;
    const text = eventbridge && rule && (await messageOfTest(rule));
    reviewed.push(
      eventbridge === undefined || text === undefined
        ? review
        : { ...review, eventbridge: { ...eventbridge, message: text } },
    );
  }
  return { ...set, rules: reviewed };
}

/** Undefined where no test event matches, or JSONata's library is not installed. */
async function messageOfTest({ detection, compiled }: CompiledRule): Promise<string | undefined> {
  const logSource = logSourceOf(detection);
  if (logSource === undefined) return undefined;
  const path = testsPath(detection.source.path);
  // What is wrong with the tests is reported where they are run.
  const tests = loadTests(path, new Diagnostics(), logSource, detection.placeholders)?.tests ?? [];
  const found = tests.find((test) => test.kind === "event" && test.match);
  if (found?.kind !== "event") return undefined;
  const { expression } = messageOf(detection, compiled("eventbridge"));
  const rendered = await renderMessage(expression, envelopeOf(found.event, logSource));
  return rendered.kind === "rendered" ? rendered.text : undefined;
}
