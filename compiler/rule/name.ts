import type { Detection } from "../ir/detection";

/**
 * The detection's plain name, which its metric and its filters bear: the rule's id, or for a rule that
 * has none, and so is not deployed, its title in lower case and dashes.
 */
export function nameOf({ id, title }: Detection): string {
  if (id !== undefined) return id;
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return slug === "" ? "detection" : slug.slice(0, 100);
}

/** The first part of the id: enough to tell two rules of one title apart. */
export function shortId(id: string): string {
  return id.split("-")[0] ?? id;
}

/** Characters of an alarm's name; CloudWatch's limit (API model cloudwatch/2010-08-01). */
const ALARM_NAME_CHARS = 255;

/** An alarm's name behind a prefix: the rule's own for it, else one made of title and id. */
export function alarmNameOf({ title, document }: Detection, id: string, prefix = ""): string {
  const own = document.resourceNames?.alarm;
  return own === undefined ? alarmName(prefix + title, id) : prefix + own;
}

/** The name of an analytic rule's resource: the rule's own for it, else its id. */
export function analyticRuleName({ document }: Detection, id: string): string {
  return document.resourceNames?.analyticRule ?? id;
}

/**
 * An alarm's name: first the title, since that is what a pager shows, last the id's first part, so
 * that two rules of one title do not share an alarm.
 */
export function alarmName(title: string, id: string): string {
  const end = ` ${shortId(id)}`;
  const words = title.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return (
    [...words]
      .slice(0, ALARM_NAME_CHARS - end.length)
      .join("")
      .trimEnd() + end
  );
}
