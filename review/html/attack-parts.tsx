import { ATTACK_VERSION } from "../../compiler/attack/enterprise";
import { attackUrl } from "../attack/rule-attack";
import type { RuleReview } from "../model";
import { Link, Section, Table } from "./parts";

export function AttackParts({ rule }: { readonly rule: RuleReview }) {
  const { tactics, techniques, forSentinel, unknown } = rule.attack;
  return (
    <Section id="attack" title="MITRE ATT&CK coverage">
      {techniques.length === 0 && tactics.length === 0 ? (
        <p class="muted">The rule names neither tactic nor technique.</p>
      ) : (
        <Table
          caption="Tactics and techniques"
          head={["Tactic", "Techniques"]}
          rows={tactics.map((tactic) => [
            <Link href={attackUrl(tactic.id)}>{tactic.name}</Link>,
            <ul class="bare">
              {techniques
                .filter((technique) => technique.tactics.includes(tactic.shortName))
                .map(({ id, name }) => (
                  <li>
                    <Link href={attackUrl(id)}>{name === undefined ? id : `${id} ${name}`}</Link>
                  </li>
                ))}
            </ul>,
          ])}
        />
      )}
      <Orphans rule={rule} />
      {techniques
        .filter(({ written }) => written !== undefined)
        .map(({ id, written }) => (
          <p class="note">{`The rule writes ${written}, which ATT&CK has replaced with ${id}.`}</p>
        ))}
      {forSentinel.map(({ written, given }) => (
        <p class="note">{`Sentinel is given ${given} for ${written}.`}</p>
      ))}
      {unknown.length === 0 ? null : (
        <p class="note">{`Not known to ATT&CK ${ATTACK_VERSION}: ${unknown.join(", ")}.`}</p>
      )}
    </Section>
  );
}

function Orphans({ rule }: { readonly rule: RuleReview }) {
  const named = new Set(rule.attack.tactics.map(({ shortName }) => shortName));
  const orphans = rule.attack.techniques.filter(
    ({ tactics }) => !tactics.some((tactic) => named.has(tactic)),
  );
  if (orphans.length === 0) return null;
  return (
    <p>
      Under none of these tactics:{" "}
      {orphans.map(({ id, name }, index) => (
        <>
          {index === 0 ? "" : ", "}
          <Link href={attackUrl(id)}>{name === undefined ? id : `${id} ${name}`}</Link>
        </>
      ))}
      .
    </p>
  );
}
