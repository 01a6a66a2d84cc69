/** The tactics of an analytic rule (enumeration `AttackTactic`, ARM schema 2025-09-01). */
export const SENTINEL_TACTICS = [
  "InitialAccess",
  "Execution",
  "Persistence",
  "PrivilegeEscalation",
  "DefenseEvasion",
  "CredentialAccess",
  "Discovery",
  "LateralMovement",
  "Collection",
  "Exfiltration",
  "CommandAndControl",
  "Impact",
  "PreAttack",
  "Reconnaissance",
  "ResourceDevelopment",
  "ImpairProcessControl",
  "InhibitResponseFunction",
] as const;
export type Tactic = (typeof SENTINEL_TACTICS)[number];

/** The API takes techniques only: `T1098`, never `T1098.003` (azurerm issue 28801). */
const TECHNIQUE = /^T\d{4}$/;

/**
 * ATT&CK tactics by the short name that a Sigma tag bears, with Sentinel's name. Enterprise 19 split
 * Defense Evasion into Stealth and Defense Impairment; Sentinel knows neither, so both become
 * `DefenseEvasion`, as does the name they replaced.
 */
const TACTIC_NAMES: ReadonlyMap<string, Tactic> = new Map([
  ["reconnaissance", "Reconnaissance"],
  ["resource-development", "ResourceDevelopment"],
  ["initial-access", "InitialAccess"],
  ["execution", "Execution"],
  ["persistence", "Persistence"],
  ["privilege-escalation", "PrivilegeEscalation"],
  ["defense-evasion", "DefenseEvasion"],
  ["stealth", "DefenseEvasion"],
  ["defense-impairment", "DefenseEvasion"],
  ["credential-access", "CredentialAccess"],
  ["discovery", "Discovery"],
  ["lateral-movement", "LateralMovement"],
  ["collection", "Collection"],
  ["command-and-control", "CommandAndControl"],
  ["exfiltration", "Exfiltration"],
  ["impact", "Impact"],
]);

/**
 * Techniques new in Enterprise 19, with the one of 18 that preceded them: Sentinel follows 18
 * (defender-docs mitre-coverage). Techniques new in 19 without a predecessor are not listed.
 */
const PREDECESSORS: ReadonlyMap<string, string> = new Map([
  ["T1684.001", "T1656"],
  ["T1684.002", "T1672"],
  ["T1685", "T1562"],
  ["T1685.005", "T1070"],
  ["T1685.006", "T1070"],
  ["T1686", "T1562"],
  ["T1688", "T1562"],
  ["T1689", "T1562"],
  ["T1690", "T1562"],
]);

/** A technique as written, and the technique that Sentinel is given for it. */
export interface TechniqueChange {
  readonly written: string;
  readonly given: string;
}

/** What Sentinel is given of a rule's ATT&CK tags, and what is lost on the way. */
export interface Attack {
  readonly tactics: readonly Tactic[];
  readonly techniques: readonly string[];
  /** Sub-techniques, which the API refuses: their technique stands for them. */
  readonly subTechniques: readonly TechniqueChange[];
  /** Techniques newer than the ATT&CK version of Sentinel, and their predecessors. */
  readonly translated: readonly TechniqueChange[];
  /** `attack.` tags that name neither a tactic, a technique, a group nor software. */
  readonly unknown: readonly string[];
}

/** What Sentinel is given for techniques, and what is lost on the way. */
export type Techniques = Pick<Attack, "techniques" | "subTechniques" | "translated">;

/** Sentinel's technique for each written one (`T1098`, `T1685.002`). */
export function techniquesOf(names: readonly string[]): Techniques {
  const techniques = new Set<string>();
  const subTechniques: TechniqueChange[] = [];
  const translated: TechniqueChange[] = [];
  for (const name of names) {
    const written = name.toUpperCase();
    const parent = written.slice(0, "T0000".length);
    const given = PREDECESSORS.get(written) ?? PREDECESSORS.get(parent) ?? parent;
    techniques.add(given);
    if (given !== parent) translated.push({ written, given });
    else if (!TECHNIQUE.test(written)) subTechniques.push({ written, given });
  }
  return { techniques: [...techniques], subTechniques, translated };
}

/** Sentinel's tactic for a name in a rule's `tactics`: its own, or one that is newer than it knows. */
export function tacticNamed(name: string): Tactic | undefined {
  const own = SENTINEL_TACTICS.find((tactic) => tactic === name);
  const short = name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
  return own ?? (NEWER_TACTICS.includes(short) ? TACTIC_NAMES.get(short) : undefined);
}

const NEWER_TACTICS: readonly string[] = ["stealth", "defense-impairment"];

const TAG = /^attack\.(.+)$/;
const TECHNIQUE_TAG = /^t\d{4}(\.\d{3})?$/;
const GROUP_OR_SOFTWARE = /^[gs]\d{4}$/;

/** Reads Sigma tags (`attack.t1098.003`, `attack.stealth`); tags of other namespaces are left out. */
export function attackOf(tags: readonly string[]): Attack {
  const tactics = new Set<Tactic>();
  const techniques: string[] = [];
  const unknown: string[] = [];
  for (const tag of tags) {
    const name = nameIn(tag);
    if (name === undefined) continue;
    const tactic = TACTIC_NAMES.get(name.replaceAll("_", "-"));
    if (tactic !== undefined) tactics.add(tactic);
    else if (TECHNIQUE_TAG.test(name)) techniques.push(name);
    else if (!GROUP_OR_SOFTWARE.test(name)) unknown.push(tag);
  }
  return { tactics: [...tactics], ...techniquesOf(techniques), unknown };
}

/** The techniques that Sigma tags name, as they name them: `t1098.003`. */
export function techniqueTags(tags: readonly string[]): readonly string[] {
  return tags.flatMap((tag) => nameIn(tag) ?? []).filter((name) => TECHNIQUE_TAG.test(name));
}

function nameIn(tag: string): string | undefined {
  return TAG.exec(tag.toLowerCase())?.[1];
}
