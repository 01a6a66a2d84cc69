import { REVOKED_LINES } from "./revoked";
import { TECHNIQUE_LINES } from "./techniques";

/** The version of ATT&CK Enterprise that names, tactics and the layer are of. */
export const ATTACK_VERSION = "19.1";

/** MITRE's terms ask for this line beside every copy of ATT&CK's names. */
export const ATTACK_NOTICE =
  "© 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.";

export interface TacticFacts {
  readonly id: string;
  /** As a Sigma tag and a layer have it: `credential-access`. */
  readonly shortName: string;
  readonly name: string;
}

/** The tactics of Enterprise 19.1, in matrix order. */
export const TACTICS: readonly TacticFacts[] = [
  { id: "TA0043", shortName: "reconnaissance", name: "Reconnaissance" },
  { id: "TA0042", shortName: "resource-development", name: "Resource Development" },
  { id: "TA0001", shortName: "initial-access", name: "Initial Access" },
  { id: "TA0002", shortName: "execution", name: "Execution" },
  { id: "TA0003", shortName: "persistence", name: "Persistence" },
  { id: "TA0004", shortName: "privilege-escalation", name: "Privilege Escalation" },
  { id: "TA0005", shortName: "stealth", name: "Stealth" },
  { id: "TA0112", shortName: "defense-impairment", name: "Defense Impairment" },
  { id: "TA0006", shortName: "credential-access", name: "Credential Access" },
  { id: "TA0007", shortName: "discovery", name: "Discovery" },
  { id: "TA0008", shortName: "lateral-movement", name: "Lateral Movement" },
  { id: "TA0009", shortName: "collection", name: "Collection" },
  { id: "TA0011", shortName: "command-and-control", name: "Command and Control" },
  { id: "TA0010", shortName: "exfiltration", name: "Exfiltration" },
  { id: "TA0040", shortName: "impact", name: "Impact" },
];

/** Tactics by their short names. */
export const TACTIC_NAMES: readonly string[] = TACTICS.map(({ shortName }) => shortName);

/** Tactics of earlier versions, by short name, with those that took their place. */
export const RETIRED_TACTICS: ReadonlyMap<string, readonly string[]> = new Map([
  ["defense-evasion", ["stealth", "defense-impairment"]],
]);

export interface TechniqueFacts {
  /** `T1098`, `T1098.001`. */
  readonly id: string;
  readonly name: string;
  /** Short names. */
  readonly tactics: readonly string[];
}

/** Techniques and sub-techniques in force, by id. */
export const TECHNIQUES: ReadonlyMap<string, TechniqueFacts> = new Map(
  lines(TECHNIQUE_LINES).flatMap((line) => {
    const [head = "", ...subs] = line.split("; ");
    const [, id = "", name = "", listed = ""] = /^(\S+) (.*) \[(.*)\]$/.exec(head) ?? [];
    const tactics = listed.split(" ");
    return [
      { id, name, tactics },
      ...subs.map((sub) => ({ id: `${id}${sub.slice(0, 4)}`, name: sub.slice(5), tactics })),
    ].map((technique) => [technique.id, technique] as const);
  }),
);

/** Revoked ids, each with the one in force that took its place. */
export const SUCCESSORS: ReadonlyMap<string, string> = new Map(
  lines(REVOKED_LINES)
    .flatMap((line) => line.split("; "))
    .map((pair) => {
      const [revoked = "", successor = ""] = pair.split(" ");
      return [revoked, successor] as const;
    }),
);

function lines(text: string): readonly string[] {
  return text.trim().split("\n");
}
