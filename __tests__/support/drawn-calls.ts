import { modelsAt } from "../../compiler/ir/calls";
import { expressionMatcher } from "../../compiler/reference/evaluate";
import {
  cellOf,
  isNegated,
  loaded,
  outcome,
  POLARITIES,
  ruleOn,
  type Asked,
  type Polarity,
  type Question,
} from "../../scripts/types-page";
import { hasArrayInArray, membersOfCall, modelledCalls, type CallMember } from "./call-members";
import { subjectOf } from "./law";
import { asksOf, eventsOn, kindOf } from "./member-rules";
import { secondReader } from "./second-reader";

/** Numbers below 1 that are the same in every run. */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Calls of the models, no more than `perService` of each service. */
export function drawCalls(count: number, perService: number, random: () => number) {
  const calls = modelledCalls().map((call) => [random(), call] as const);
  const taken = new Map<string, number>();
  return calls
    .sort(([one], [other]) => one - other)
    .flatMap(([, call]) => {
      const number = (taken.get(call[0]) ?? 0) + 1;
      taken.set(call[0], number);
      return number <= perService ? [call] : [];
    })
    .slice(0, count);
}

/** One member of the call for each type in each place. */
export function sampleMembers(source: string, call: string, random: () => number) {
  const sample = new Map<string, CallMember>();
  for (const each of membersOfCall(source, call)) {
    const place = each.steps.map((step) => (step.kind === "key" ? "." : step.bare ? "*" : "[]"));
    const key = `${each.type} ${place.join("").replace(/\.+/g, ".")}`;
    if (!sample.has(key) || random() < 0.3) sample.set(key, each);
  }
  return [...sample.values()];
}

/** What was found of many rules. */
export class Tally {
  rules = 0;
  events = 0;
  matches = 0;
  /** Answers of engines on events beyond what the verdict rests on. */
  beyond = 0;
  readonly broken: string[] = [];
  readonly verdicts = new Map<string, number>();

  /** Makes `count` questions of the member's own into rules, and asks all engines about all events of its shape. */
  ask(member: CallMember, count: number, random: () => number): void {
    const asks = [...asksOf(member)];
    const events = eventsOn(member);
    for (let number = 0; number < count && asks.length > 0; number += 1) {
      const [chosen] = asks.splice(Math.floor(random() * asks.length), 1);
      const first = Math.floor(random() * POLARITIES.length);
      // One that negates the test, and one that does not.
      for (const polarity of [POLARITIES[first]!, POLARITIES[(first + 1) % POLARITIES.length]!]) {
        this.hold(member, chosen!, polarity, events);
      }
    }
  }

  private hold(
    member: CallMember,
    [question, asked]: readonly [Question | "other", Asked],
    polarity: Polarity,
    events: ReturnType<typeof eventsOn>,
  ): void {
    const name = `${member.source} ${member.call} ${polarity} ${member.path}${asked[0]}: ${JSON.stringify(asked[1])}`;
    const subject = subjectOf(loaded(ruleOn(member, asked, polarity)));
    if (subject === undefined) throw new Error(name);
    const { expression, model, engines } = subject;
    const reference = expressionMatcher(expression, model);
    const models = modelsAt(expression, model);
    const isWhole =
      (member.type === "object" || member.type === "map") && !hasArrayInArray(member.steps);
    const second = secondReader(expression, (test, path) =>
      path === member.path ? isWhole : models(test).field(path).type === "object",
    );
    this.rules += 1;
    for (const event of events) {
      this.events += 1;
      const wanted = second(event);
      if (wanted) this.matches += 1;
      const shown = JSON.stringify([event["requestParameters"], event["responseElements"]]);
      if (reference(event) !== wanted) this.broken.push(`reference: ${name}: ${shown}`);
      for (const engine of engines) {
        if (!engine.covers(event)) this.beyond += 1;
        const how = engine.broken(event);
        if (how !== undefined) this.broken.push(`${how}: ${name}: ${shown}`);
      }
    }
    if (question === "other") return;
    const kind = kindOf(member, question);
    for (const target of ["cloudwatch", "sentinel"] as const) {
      const engine = engines.find((each) => each.name === target);
      const found = engine && outcome(engine, member.path);
      const negated = isNegated(asked, polarity);
      const verdict = found?.verdict ?? "refused";
      const key = [kind ?? "others", question, negated ? "not" : "", target, verdict].join(" | ");
      this.verdicts.set(key, (this.verdicts.get(key) ?? 0) + 1);
      if (kind === undefined) continue;
      if (!cellOf(kind, question, negated, target).verdicts.has(verdict)) {
        this.broken.push(`${target} is ${verdict}, not as its page says: ${name}`);
      }
    }
  }
}
