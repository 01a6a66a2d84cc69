import { TARGET_NAMES } from "../../compiler/targets/verdict";
import { count } from "../count";
import type { RuleReview, SetReview } from "../model";
import { accountWords, namesOf, placesOf, settingWords, toldBy } from "../places";
import { Folded, Section, Table } from "./parts";

/** Where the app deploys a rule to, and whom it tells there. */
export function RuleDeployments({ rule }: { readonly rule: RuleReview }) {
  const { deployments } = rule;
  if (deployments === undefined) return null;
  return (
    <Section
      id="deployments"
      title="Where it goes"
      note={
        deployments.length === 0
          ? undefined
          : "What Terraform will know only when it runs is shown as its reference, such as var.log_group_name."
      }
    >
      {deployments.length === 0 ? (
        <p class="muted">This app deploys it nowhere.</p>
      ) : (
        <Table
          caption="Deployments of the rule"
          head={["Stack", "Cloud", "Log group, event bus or workspace", "Who is told", "Settings"]}
          rows={deployments.map((each) => [
            each.stack,
            TARGET_NAMES[each.cloud],
            <Names names={namesOf(each)} account={accountWords(each)} />,
            <Folded items={toldBy(each, rule)} />,
            <Folded items={settingWords(each)} />,
          ])}
        />
      )}
    </Section>
  );
}

function Names(props: { readonly names: readonly string[]; readonly account: string }) {
  return (
    <>
      <Folded
        items={props.names.map((name) => (
          <code>{name}</code>
        ))}
      />
      {props.account === "" ? null : <span class="muted small">{props.account}</span>}
    </>
  );
}

/** Where the app deploys the rules to. */
export function Places({ set }: { readonly set: SetReview }) {
  const places = placesOf(set);
  if (places.length === 0) return null;
  return (
    <Section id="deployments" title="Where the rules go">
      <Table
        caption="Places that rules are deployed to"
        head={["Stack", "Cloud", "Log group, event bus or workspace", "Rules", "Who is notified"]}
        rows={places.map(({ stack, cloud, account, names, rules, shadow, notified }) => [
          stack,
          TARGET_NAMES[cloud],
          <Names names={names} account={account} />,
          `${count(rules, "rule", "rules")}${shadow === 0 ? "" : shadow === rules ? ", in shadow" : `, ${shadow} in shadow`}`,
          cloud === "sentinel" ? (
            <span class="muted">by incidents</span>
          ) : notified.length === 0 ? (
            "nobody"
          ) : (
            <Folded items={notified} />
          ),
        ])}
      />
    </Section>
  );
}
