import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { ofCloudTrail, seenOf } from "../../scripts/attack-coverage/facts";
import { MEANT } from "../../scripts/attack-coverage/meant";
import { ordinaryEvents, recordedTechniques } from "../../scripts/attack-coverage/recorded";
import { coveragePage, FACTS } from "../../scripts/coverage-page";
import { shippedPacks } from "../../scripts/packs-page";
import { describeWithShared, SHARED_DATA } from "../support/optional";

const DOCS = resolve(__dirname, "../../docs");
const packs = shippedPacks();
const page = coveragePage(packs);
const asked = packs
  .flatMap((pack) => pack.rules)
  .filter(({ detection }) => FACTS.asked.includes(detection.id ?? ""));

/** Without what the formatter adds: blanks in cells, dashes under them, lines. */
const plain = (text: string) =>
  text
    .replace(/-{3,}/g, "---")
    .replace(/[ \n]+/g, " ")
    .trim();

test("the page is the one that the facts make; `npm run docs` writes it", () => {
  expect(plain(readFileSync(join(DOCS, "coverage.md"), "utf8"))).toBe(plain(page));
});

test("leads to rules that are there", () => {
  const links = [...page.matchAll(/\]\(([^)]+\.yml)\)/g)].map(([, file]) => file!);
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((file) => !existsSync(join(DOCS, file)))).toEqual([]);
});

test("the rules that were asked are shipped; `npm run attack-coverage` asks them anew", () => {
  expect(asked.map(({ detection }) => detection.id).sort()).toEqual(FACTS.asked);
});

test("rules are meant for techniques without a log alone", () => {
  const unrecorded = FACTS.techniques.filter(({ events }) => events === 0).map(({ id }) => id);
  expect(Object.keys(MEANT).filter((id) => !unrecorded.includes(id))).toEqual([]);
});

test("a rule that names a technique counts what it sees of it, and not of others", () => {
  const [technique] = FACTS.techniques.filter(({ id }) => id === "aws.exfiltration.ec2-share-ami");
  const titles = asked
    .filter(({ detection }) => technique!.seen[detection.id ?? ""] === 1)
    .map(({ detection }) => detection.title);
  expect(titles).toContain("Machine Image Shared");
});

describeWithShared("the recorded events, asked again of the same rules", () => {
  test("every rule of CloudTrail's was asked; `npm run attack-coverage` asks all", () => {
    const shipped = ofCloudTrail(packs.flatMap((pack) => pack.rules));
    expect(FACTS.asked).toEqual(shipped.map(({ detection }) => detection.id).sort());
  });

  test.each(recordedTechniques(SHARED_DATA).map((technique) => [technique.id, technique] as const))(
    "%s is seen as the page says; `npm run attack-coverage` asks anew",
    (id, { events, attack }) => {
      const told = FACTS.techniques.find((each) => each.id === id);
      expect(told).toEqual({ id, attack, events: events.length, seen: seenOf(asked, events) });
    },
  );

  test("what is no attack alerts as often as the page says", () => {
    const events = ordinaryEvents(SHARED_DATA);
    expect(FACTS.ordinary).toEqual({ events: events.length, seen: seenOf(asked, events) });
  });
});
