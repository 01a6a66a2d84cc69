import { DetectionPack, EventBridgeDetection } from "../../constructs";
import { ruleText } from "../support/rules";
import { synthesise, synthesiseApp } from "../support/synth";
import { idOf, refusalOf, stackIn } from "./packs";

const TOPIC = "arn:aws:sns:us-east-1:111122223333:alerts";
const BUS = "arn:aws:events:us-east-1:111122223333:event-bus/organisation";

const rule = (number: number, keys: Readonly<Record<string, unknown>> = {}) =>
  ruleText({ id: idOf(number), title: `Rule ${number}`, ...keys });

/** A rule whose pattern has wildcards. */
const withWildcard = (number: number) =>
  rule(number, {
    detection: {
      selection: { "eventName|cased|contains": "Trail" },
      condition: "selection",
    },
  });

const onBus = { alarmActions: [TOPIC], awsTarget: "eventbridge" as const };

describe("what rules of one event bus share", () => {
  test("more rules with wildcards than a bus takes are refused, with who competes", () => {
    const rules = Array.from({ length: 31 }, (_, index) => withWildcard(index + 1));
    const refusal = refusalOf(() =>
      synthesise((stack) => new DetectionPack(stack, "pack", { ...onBus, rules })),
    );
    expect(refusal).toMatch(
      /DET558 EventBridge: event bus `default`: 30 rules .* these 31 rules need 31: `Rule 1` \(1\)/,
    );
    expect(refusal).toMatch(/Ways out: deploy some as metric filters/);
  });

  test("a bus is the same by name and by ARN, and another has its own", () => {
    const packs = (second: string) => () =>
      synthesise((stack) => {
        const half = (first: number) =>
          Array.from({ length: 16 }, (_, index) => withWildcard(first + index));
        const here = { ...onBus, eventBus: "organisation" };
        new DetectionPack(stack, "one", { ...here, rules: half(1) });
        new DetectionPack(stack, "two", { ...onBus, eventBus: second, rules: half(21) });
      });
    expect(refusalOf(packs(BUS))).toMatch(/DET558 .*event bus .*organisation/);
    expect(packs("another")).not.toThrow();
  });

  test("two detections of one rule are told by the name that both take", () => {
    const twice = () =>
      synthesise((stack) => {
        const props = { ...onBus, rule: rule(1) };
        new EventBridgeDetection(stack, "One", props);
        new EventBridgeDetection(stack, "Two", props);
      });
    expect(refusalOf(twice)).toMatch(/DET928 the event rule `00000001-[^]*give one a `namePrefix`/);
  });

  test("a machine's name is of the account, whatever the bus", () => {
    const twice = (namePrefix?: string) => () =>
      synthesise((stack) => {
        const props = { ...onBus, rule: rule(1) };
        new EventBridgeDetection(stack, "One", props);
        new EventBridgeDetection(stack, "Two", {
          ...props,
          eventBus: "another",
          ...(namePrefix === undefined ? {} : { namePrefix }),
        });
      });
    expect(refusalOf(twice())).toMatch(/state machine .*00000001-/);
    expect(twice("two-")).not.toThrow();
  });

  test("two accounts have each their own names", () => {
    const accounts = () =>
      synthesiseApp((app) => {
        for (const account of ["111122223333", "444455556666"]) {
          const stack = stackIn(app, `stack-${account}`, { allowedAccountIds: [account] });
          const messageTopics = [`arn:aws:sns:us-east-1:${account}:alerts`];
          new EventBridgeDetection(stack, "One", { rule: rule(1), messageTopics });
        }
      });
    expect(accounts).not.toThrow();
  });

  test("an alarm of a metric filter and one of an event rule bear one name where rules do", () => {
    const both = () =>
      synthesise((stack) => {
        const rules = [rule(1)];
        new DetectionPack(stack, "one", { rules, logGroupName: "trail", alarmActions: [TOPIC] });
        new DetectionPack(stack, "two", { ...onBus, notify: "both", rules });
      });
    expect(refusalOf(both)).toMatch(/alarm .*Rule 1 00000001/);
  });

  test("a topic is in the Region of its bus", () => {
    const elsewhere = "arn:aws:sns:eu-west-1:111122223333:alerts";
    const found = (props: object) =>
      refusalOf(() =>
        synthesise((stack) => new EventBridgeDetection(stack, "One", { rule: rule(1), ...props })),
      );
    expect(found({ messageTopics: [elsewhere] })).toMatch(/DET950 `messageTopics`: .*us-east-1/);
    expect(found({ alarmActions: [elsewhere] })).toMatch(/DET950 `alarmActions`: .*us-east-1/);
  });
});
