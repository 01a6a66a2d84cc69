/* eslint-disable no-control-regex -- control characters are what these refuse; JSON Schema has no flag for \p{Cc} */
import * as v from "valibot";
import { strict } from "./value-forms";

/**
 * Names of one's own for what a rule becomes in a cloud, in place of those that are made of its id and
 * title. What they may be is what the services take, of a name without a prefix.
 */

const name = (max: number, pattern: RegExp, meaning: string) =>
  v.pipe(v.string(), v.maxLength(max), v.regex(pattern, meaning));

export const resourceNames = strict({
  // azure-docs, resource-manager/management/resource-name-rules; 260 characters as a part of a resource's id.
  analyticRule: v.optional(
    v.pipe(
      name(
        260,
        /^(?!.*[. ]$)[^\u0000-\u001f\u007f<>%&:\\?/#*+]+$/,
        "a resource's name without `< > % & : \\ ? / # * +`, and no dot or blank at its end",
      ),
      v.description("The analytic rule's resource name in Sentinel. Default: the rule's id."),
    ),
  ),
  // API model logs/2014-03-28, FilterName.
  metricFilter: v.optional(
    v.pipe(
      name(512, /^[^:*\u0000-\u001f\u007f]+$/, "a filter's name, without `:` and `*`"),
      v.description(
        "The metric filter's name; those of a divided pattern have `-2`, `-3` behind it. Default: the rule's id.",
      ),
    ),
  ),
  // API model cloudwatch/2010-08-01, AlarmName.
  alarm: v.optional(
    v.pipe(
      name(255, /^[^\u0000-\u001f\u007f]+$/, "an alarm's name, on one line"),
      v.description("The alarm's name. Default: the title and the first part of the id."),
    ),
  ),
});
