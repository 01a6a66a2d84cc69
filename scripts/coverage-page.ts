import { readFileSync } from "node:fs";
import { join, relative } from "node:path";

import type { CompiledRule } from "../compiler/compile";
import { levelOf } from "../compiler/rule/level";
import { LEVELS } from "../compiler/rule/schema";
import type { CoverageFacts, Seen } from "./attack-coverage/facts";
import { MEANT } from "./attack-coverage/meant";
import type { ShippedPack } from "./packs-page";
import { row, table } from "./page-table";

const ROOT = join(__dirname, "..");

/** What `npm run attack-coverage` wrote. */
export const FACTS = JSON.parse(
  readFileSync(join(__dirname, "attack-coverage/facts.json"), "utf8"),
) as CoverageFacts;

/** Rules that see any call of a tool which names itself, and any call that is refused: they say little. */
const LAX = ["20e42fc1-4476-4411-b9bf-5e3d8de71174", "94932d88-9ade-4e70-abb2-5f733543aa41"];

/** What the shipped rules see of recorded attacks, and of events that are none. */
export function coveragePage(packs: readonly ShippedPack[], facts = FACTS): string {
  const rules = packs.flatMap((pack) => pack.rules);
  const byId = new Map(rules.map((rule) => [rule.detection.id, rule]));
  const byFile = new Map(rules.map((rule) => [fileOf(rule), rule]));
  const seenRules = (seen: Seen) =>
    Object.entries(seen).flatMap(([id, count]) => {
      const rule = byId.get(id);
      return rule === undefined ? [] : [{ rule, count }];
    });
  const recorded = facts.techniques.filter(({ events }) => events > 0);
  const unrecorded = facts.techniques.filter(({ events }) => events === 0);
  const seenOnes = recorded.filter(({ seen }) =>
    seenRules(seen).some(({ rule }) => !LAX.includes(rule.detection.id ?? "")),
  );
  const loud = seenRules(facts.ordinary.seen).sort((a, b) => b.count - a.count);
  return [
    "<!-- Written by `npm run docs`. -->",
    "# What the rules see of recorded attacks",
    `Stratus Red Team carries out attacks on AWS, and publishes what CloudTrail recorded of ${recorded.length} of ${facts.techniques.length} techniques (DataDog/stratus-red-team @7c9a7a5a, 2026-08-19, Apache-2.0; addresses, accounts and Regions of the records are replaced). Each log was run through the reference, with ${facts.asked.length} rules of the packs: ${seenOnes.length} of the ${recorded.length} are seen by other rules than those on a tool that names itself and on any refused call, which see nearly all. The number is of events that a rule matches; of a rule that counts, of alerts. Derived by \`npm run attack-coverage -- FOLDER\`, from the folder of recorded events beside the project; a test holds this page to them.`,
    table(
      ["technique", "ATT&CK", "events", "rules that see it"],
      recorded.map(({ id, attack, events, seen }) =>
        row(
          id,
          attack.join(", "),
          String(events),
          seenRules(seen)
            .map(({ rule, count }) => `${linkTo(rule)} ${count}`)
            .join(", ") || "none",
        ),
      ),
    ),
    "## Techniques without a published log",
    "The rules are written for what the pages of these techniques tell, and were tested with invented events alone. Stratus deregisters one image and deletes a few objects, so that a rule which counts may stay silent there.",
    table(
      ["technique", "ATT&CK", "rules that are meant for it"],
      unrecorded.map(({ id, attack }) =>
        row(
          id,
          attack.join(", "),
          (MEANT[id] ?? []).map((file) => linkTo(meant(byFile, file))).join(", ") || "none",
        ),
      ),
    ),
    "## Events that are no attack",
    `${facts.ordinary.events} events are near misses of other rules: Panther's tests give them to a rule that is not to match (panther-labs/panther-analysis @daa10c88, 2026-07-01, Apache-2.0). They are made by hand, and each is harmless in the eyes of one rule alone: many are a change that others want to hear of. So this is no rate of false alarms in an account, but a bound that a change of a rule is held to.`,
    table(
      ["level", "rules", "that match some", `matches, in ${facts.ordinary.events} events`],
      [...LEVELS].reverse().flatMap((level) => {
        const all = rules.filter(
          ({ detection }) =>
            levelOf(detection.document) === level && facts.asked.includes(detection.id ?? ""),
        );
        const some = loud.filter(({ rule }) => levelOf(rule.detection.document) === level);
        const sum = some.reduce((total, { count }) => total + count, 0);
        return all.length === 0
          ? []
          : [row(level, String(all.length), String(some.length), String(sum))];
      }),
    ),
    table(
      ["rule", "level", "events"],
      loud.map(({ rule, count }) =>
        row(linkTo(rule), levelOf(rule.detection.document) ?? "none", String(count)),
      ),
    ),
  ].join("\n\n");
}

/** A rule's file in `rules/`, without its ending. */
const fileOf = ({ detection }: CompiledRule) =>
  relative(join(ROOT, "rules"), detection.source.path).replace(/\.yml$/, "");

const linkTo = (rule: CompiledRule) => `[${rule.detection.title}](../rules/${fileOf(rule)}.yml)`;

function meant(byFile: ReadonlyMap<string, CompiledRule>, file: string): CompiledRule {
  const rule = byFile.get(file);
  if (rule === undefined) throw new Error(`no shipped rule lies at rules/${file}.yml`);
  return rule;
}
