import type { CodeTable } from "../../core/code";
import { beside, selections } from "../../core/example";
import type { Predicate } from "../../ir/expression";
import { about, onTarget } from "../reason";

/** Why a metric filter leaves out a predicate; one function each, codes never change meaning. */
export const predicateReasons = {
  fieldComparison: (test: Predicate) =>
    about(test, "DET501", "a metric filter compares a field with a constant, not with a field"),
  container: (test: Predicate, type: "object" | "array") =>
    about(test, "DET502", `a metric filter cannot look at the text of an ${type}`),
  negatedElements: (test: Predicate) =>
    about(
      test,
      "DET503",
      "AWS documents nowhere what a condition makes of all elements of an array, or of none",
    ),
  arrayInArray: (test: Predicate) =>
    about(
      test,
      "DET507",
      "the field may lie in an array within an array; a selector has one wildcard",
    ),
  mixedType: (test: Predicate) =>
    about(test, "DET504", "the field holds an object on some calls, which no condition matches"),
  foldedUnicode: (test: Predicate) =>
    about(
      test,
      "DET505",
      "metric filters compare case-sensitively, and only ASCII letters can be given both cases",
    ),
  keyword: (test: Predicate) =>
    about(test, "DET508", "a metric filter looks at named fields, not at all of an event"),
  numberText: (test: Predicate) =>
    about(
      test,
      "DET509",
      "the field may hold a number as text, which a metric filter does not put in order",
    ),
  notAnAddress: (test: Predicate) =>
    about(
      test,
      "DET517",
      "a network is compared only with a field that always holds an IP address",
    ),
  zeroGroups: (test: Predicate) =>
    about(
      test,
      "DET518",
      "addresses of this network are written in several ways (`::`), so none of them begin alike",
    ),
  notATime: (test: Predicate) =>
    about(test, "DET519", "the field is not known to hold times in ISO 8601"),
  weekNumber: (test: Predicate) =>
    about(test, "DET520", "the text of a time does not name the week"),
  withoutRegex: (test: Predicate) =>
    about(test, "DET521", "it needs a regex, which this rule was told to do without"),
  notWritable: (test: Predicate, why: string) => about(test, "DET506", why),
  beyondLimits: (test: Predicate, why: string) =>
    about(test, "DET532", `with it ${why}, and its parts cannot be divided`),
} as const;

const onCloudWatch = onTarget("cloudwatch");

export const predicateCodes: CodeTable<typeof predicateReasons> = {
  DET501: {
    meaning: "A field compared with another field, which no metric filter can do.",
    example: onCloudWatch(beside("userIdentity.userName|fieldref: requestParameters.userName")),
  },
  DET502: {
    meaning: "A text looked for in a whole object or array, which a metric filter does not see.",
    example: onCloudWatch(beside("requestParameters|contains: admin")),
  },
  DET503: {
    meaning:
      "A test of all elements of an array, as under `not`: a filter is known to look for some.",
    example: onCloudWatch(
      selections("s: {eventName: RunInstances}\nf: {resources.ARN|contains: prod}", "s and not f"),
    ),
  },
  DET504: {
    meaning: "A field that holds text on some calls and an object on others.",
    example: onCloudWatch(
      selections(
        "s: {eventName: [RunInstances, DescribeImageScanFindings]}\nf: {requestParameters.imageId|contains: x}",
        "s and not f",
      ),
    ),
  },
  DET505: {
    meaning: "Letters outside ASCII in any case; a metric filter minds case.",
    example: onCloudWatch(beside("userIdentity.userName: müller")),
  },
  DET506: {
    meaning: "A test that has no form in a metric filter, or one too long.",
    example: onCloudWatch(beside("userAgent|re: '\\bcurl\\b'")),
  },
  DET507: {
    meaning: "An array inside an array; a selector has one wildcard.",
    example: onCloudWatch(beside("requestParameters.eventSelectors.dataResources.type: x")),
  },
  DET508: {
    meaning: "A text looked for anywhere in the event.",
    example: onCloudWatch(selections("s: {eventName: CreateUser}\nk: [mimikatz]", "s and k")),
  },
  DET509: {
    meaning: "An order of numbers in a field that may hold them as text.",
    example: onCloudWatch(beside("requestParameters.maxItems|gt: 5")),
  },
  DET517: {
    meaning: "A network compared with a field that does not hold addresses alone.",
    example: onCloudWatch(beside("requestParameters.address|cidr: 2001:db8::/32")),
  },
  DET518: {
    meaning: "An IPv6 network with zero groups, whose addresses are not all written alike.",
    example: onCloudWatch(beside("sourceIPAddress|cidr: 2001:db8::/33")),
  },
  DET519: {
    meaning: "A part of a time in a field that is not known to hold times.",
    example: onCloudWatch(beside("requestParameters.start|hour: 3")),
  },
  DET520: {
    meaning: "A week of the year, which the text of a time does not say, on CloudWatch.",
    example: onCloudWatch(beside("eventTime|week: 3")),
  },
  DET521: {
    meaning: "A test that needs a regex, where the rule was told to do without.",
    example: { ...onCloudWatch(beside("userAgent|contains: curl")), regex: false },
  },
  DET532: {
    meaning: "A test for which one filter pattern has no room beside the others.",
    example: onCloudWatch(beside("userAgent|contains|all: [powershell, terraform, kubectl]")),
  },
};
