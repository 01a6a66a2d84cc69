import type { Diagnostic } from "../compiler/core/diagnostic";
import { logSourceOf } from "../compiler/ir/rule";
import { CLOUDS } from "../compiler/targets/verdict";
import { attackCoverage, coverageGaps } from "./attack/coverage";
import { billedByPayer } from "./budgets/billed";
import { accountsCost, sumBilled } from "./budgets/cost";
import { DEFAULT_PRICES } from "./budgets/prices";
import { sharedBudgets } from "./budgets/quotas";
import { apiCalls } from "./conditions/api-calls";
import { coveredCalls } from "./conditions/event-coverage";
import { expressionsOf } from "./conditions/expressions";
import { exclusionsOf, indicatorCounts, indicatorsOf, withCounts } from "./conditions/indicators";
import { byLevelAndTitle } from "./level";
import type { SetReview } from "./model";
import type { ReviewOptions } from "./options";
import { portableFindings, withPortablePaths } from "./portable-paths";
import { problemsOf } from "./problems";
import { countedBy, findingsByRule, keysOf, rulesByAction } from "./related-rules";
import { formatOf, reviewRule, type ReviewInput } from "./review-rule";

export interface SetOptions extends Omit<ReviewOptions, "diagnostics"> {
  /** What loading the rules reported: rules that could not be read are listed. @default - nothing */
  readonly findings?: readonly Diagnostic[];
}

/** Everything that the review of a rule set shows, as plain data. */
export function reviewSet(given: readonly ReviewInput[], options: SetOptions = {}): SetReview {
  const { accept, regex, auditor, prices = DEFAULT_PRICES } = options;
  const inputs = given.map((input) => ({
    ...input,
    detection: withPortablePaths(input.detection),
    ...(input.deployed === undefined
      ? {}
      : {
          deployed: input.deployed.map((each) => ({
            ...each,
            detection: withPortablePaths(each.detection),
          })),
        }),
  }));
  const findings = portableFindings(
    options.findings ?? [],
    given.map(({ detection }) => detection.source.path),
  );
  const keys = keysOf(inputs.map(({ detection }) => detection));
  const drafts = inputs.map((input, index) => {
    const { detection } = input;
    const expressions = expressionsOf(detection);
    const fields = logSourceOf(detection)?.calls;
    return {
      input: {
        ...input,
        accept: input.accept ?? accept,
        regex: input.regex ?? regex,
        auditor: input.auditor ?? auditor,
      },
      detection,
      link: { key: keys[index] ?? "", title: detection.title, format: formatOf(detection) },
      apiCalls: coveredCalls(apiCalls(expressions, fields), fields?.catalog),
      exclusions: exclusionsOf(expressions),
      indicators: indicatorsOf(expressions),
    };
  });
  const counts = indicatorCounts(drafts.map(({ indicators }) => indicators));
  const sameAction = rulesByAction(drafts);
  const correlations = countedBy(drafts);
  const found = findingsByRule(
    drafts.map(({ detection }) => detection),
    findings,
  );
  const pages = new Map(drafts.map(({ detection, link }) => [detection.root, link.key]));
  const deployed = inputs.flatMap((input) => input.deployed ?? []);
  const clouds = new Set(deployed.map(({ deployment }) => deployment.cloud));
  const rules = drafts
    .map((draft) =>
      reviewRule(draft.input, {
        key: draft.link.key,
        apiCalls: draft.apiCalls,
        exclusions: draft.exclusions,
        indicators: withCounts(draft.indicators, counts),
        sameAction: sameAction(draft),
        countedBy: correlations(draft.detection),
        findings: found(draft.detection),
        keyOf: ({ root }) => pages.get(root),
        prices,
        clouds,
      }),
    )
    .sort(byLevelAndTitle);
  const budgets = options.budgets ?? sharedBudgets(rules, options.usedElsewhere ?? {});
  const isOfApp = inputs.some((input) => input.deployed !== undefined);
  const payers = new Map(deployed.map(({ deployment, payer }) => [deployment.construct, payer]));
  const accounts = isOfApp
    ? billedByPayer(rules, payers)
    : [sumBilled(rules.map(({ cost }) => cost.billed))];
  return {
    title: options.title ?? "Detection review",
    clouds: isOfApp ? CLOUDS.filter((cloud) => clouds.has(cloud)) : CLOUDS,
    problems: problemsOf({ rules, budgets, diagnostics: findings }),
    rules,
    coverage: attackCoverage(rules),
    gaps: coverageGaps(rules, options.targetTechniques ?? []),
    untagged: rules.filter(({ attack }) => attack.techniques.length === 0).length,
    budgets,
    cost: accountsCost(accounts, prices),
    accounts,
    prices,
    diagnostics: findings,
  };
}
