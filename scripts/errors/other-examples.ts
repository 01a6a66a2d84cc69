import { verdictBelow } from "../../cli/messages";
import { busyAlarm } from "../../compiler/run/backtest/busy";
import { testMessages } from "../../compiler/run/rule-tests/messages";
import { messages as constructs } from "../../constructs/messages";
import { reviewMessages } from "../../review/messages";
import { said, withTests, type ErrorExample } from "./example";

const MATCH = "- {name: it happens, match: true, event: {eventName: CreateUser}}";
const NEAR = "- {name: another call, match: false, event: {eventName: DeleteUser}}";
const tests = (written: string, wayOut?: string) => withTests("status: test", written, wayOut);

/** Tests beside rules, and gates of the command line. */
export const COMMAND_EXAMPLES: Readonly<Record<string, ErrorExample>> = {
  DET901: tests("name: it happens"),
  DET902: tests("- {name: it happens, event: {}}", "Write the key in the form that is allowed."),
  DET903: tests(`${MATCH}\n${MATCH}`),
  DET904: said(testMessages.noTests("rule.tests.yml")),
  DET905: tests(NEAR),
  DET906: tests(MATCH),
  DET907: tests(
    `${MATCH.replace("true", "false")}\n${NEAR}`,
    "Correct the test, or the condition that the message and the result name.",
  ),
  DET908: said(
    testMessages.notRun("sentinel", "it happens", "join is not known"),
    "Try the query in the workspace; write it with operators that are known here.",
  ),
  DET909: said(
    testMessages.notInstalled(
      "sentinel",
      "it happens",
      "Kusto's language service is not installed",
    ),
  ),
  DET910: tests(
    "base: {eventName: CreateUser}\ntests:\n  - {name: it happens, match: true, unset: [errorCode]}",
  ),
  DET911: said(
    verdictBelow("cloudwatch", "wider", "exact"),
    "Change what the verdict's reasons name, or ask for less.",
  ),
  DET912: said(busyAlarm("3 of its 200 matches are the rule's own", true, "queryPeriod")),
};

/** How constructs are used. */
export const CONSTRUCT_EXAMPLES: Readonly<Record<string, ErrorExample>> = {
  DET920: said(constructs.nothingToDeployTo()),
  DET921: said(constructs.tooManyActions("alarmActions", 6, 5), "Notify through one topic."),
  DET922: said(
    constructs.nameNotAllowed("metricNamespace", "AWS/Mine", "1 to 255 characters, not `AWS/…`"),
    "Write a name that is allowed.",
  ),
  DET923: said(constructs.tooManyTags(48, 45), "Give fewer."),
  DET924: said(constructs.ruleUnknown("overrides", "0e4dd6f4")),
  DET925: said(constructs.valueUnknown("levels", "hihg", ["low", "high"])),
  DET926: said(constructs.pathUnknown("includePaths", "rules/gcp"), "Correct the path."),
  DET927: said(constructs.noRules("rules"), "Correct the path, or write a rule."),
  DET928: said(
    constructs.nameTaken(
      "alarm",
      "A trail was stopped 7c6f2c0e",
      ["App/Aws/Other"],
      "give one of them a `namePrefix`",
    ),
  ),
  DET929: said(constructs.sameLogGroup("cloudtrail/management")),
  DET930: said(constructs.knownTooLate("placeholders")),
  DET931: said(constructs.firstLogGroupMissing()),
  DET932: said(constructs.tagUnknown("includeTags", "attack.t1098", []), "Correct the tag."),
  DET933: said(constructs.alertsNot("excludeIds", "A key was made", false)),
  DET934: said(constructs.quotaTwice("the log group `cloudtrail`", ["App/Aws/Quota"])),
  DET935: said(constructs.countNotAllowed("metricFilters", -1), "Write a whole number."),
  DET936: said(constructs.countedByNone("A key was made")),
  DET937: said(
    constructs.propNotAllowed(
      "alarmActions",
      "arn:aws:sns:…",
      "a list of texts that are not empty",
    ),
    "Give the prop in the form that is allowed.",
  ),
  DET938: said(constructs.propUnknown("shadwo", "shadow", "shadow")),
  DET939: said(constructs.overriddenTwice("0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2")),
  DET950: said(
    constructs.actionElsewhere(
      "alarmActions",
      "arn:aws:sns:eu-west-1:111122223333:security",
      "region",
      "us-east-1",
    ),
  ),
  DET951: said(constructs.instanceMissing("okActions", "arn:aws:automate:us-east-1:ec2:stop")),
  DET952: said(constructs.providerMissing("@cdktf/provider-azurerm", "^14.0.0")),
  DET953: said(constructs.tooManyLogGroups(51, 50)),
};

/** What a review is asked for. */
export const REVIEW_EXAMPLES: Readonly<Record<string, ErrorExample>> = {
  DET941: said(reviewMessages.techniqueUnknown("T1O98", ["T1098"])),
  DET942: said(reviewMessages.techniqueReplaced("T1562.008", "T1685.002")),
  DET943: said(reviewMessages.layerForm("text"), "Export the layer from the Navigator again."),
  DET944: said(reviewMessages.layerDomain("ics-attack"), "Give a layer of Enterprise."),
  DET945: said(reviewMessages.noTargets()),
  DET946: said(
    reviewMessages.gap("T1530", "warning"),
    "Write a rule for it, or take it off the list.",
  ),
};
