import type { ResolvedRule } from "../ir/rule";

/**
 * The detection's plain name, which its metric and its filters bear: the rule's id, or for a rule that
 * has none, and so is not deployed, its title in lower case and dashes.
 */
export function nameOf({ id, title }: ResolvedRule): string {
  return id ?? (slugOf(title) || "detection");
}

/** Characters of a slug: our own choice, so that a name with what stands behind it fits everywhere. */
const SLUG_CHARS = 100;

/** A text in lower case and dashes, its letters without their accents; empty where it has none of ASCII. */
function slugOf(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, SLUG_CHARS)
    .replace(/-+$/, "");
}

/** Names that Windows keeps for devices, whatever follows the dot (Win32, "Naming Files"). */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/**
 * Names for files of rules that lie in one folder, without an extension: the slug of the title, behind
 * which those that share one, or have none, bear the first part of the id. They do not hang on the order
 * of the rules, but for rules that have no id.
 */
export function fileNames(
  rules: readonly { readonly id: string | null; readonly title: string }[],
): readonly string[] {
  const slugs = rules.map(({ title }) => slugOf(title));
  const first = rules.map(({ id }, index): string => {
    const slug = slugs[index] ?? "";
    const shared = slugs.filter((each) => each === slug).length > 1;
    const alone = slug !== "" && !shared && !RESERVED.test(slug);
    return alone ? slug : `${slug || "rule"}${id === null ? "" : `-${shortId(id)}`}`;
  });
  const whole = rules.map(({ id }, index): string => {
    const name = first[index] ?? "";
    const clash = id !== null && first.filter((each) => each === name).length > 1;
    return clash ? `${slugs[index] || "rule"}-${id}` : name;
  });
  const taken = new Set<string>();
  return whole.map((base) => {
    let name = RESERVED.test(base) ? `${base}-rule` : base;
    for (let nth = 2; taken.has(name); nth += 1) name = `${base}-${nth}`;
    taken.add(name);
    return name;
  });
}

/** The first part of the id: enough to tell two rules of one title apart. */
export function shortId(id: string): string {
  return id.split("-")[0] ?? id;
}

/** Characters of an alarm's name; CloudWatch's limit (API model cloudwatch/2010-08-01). */
const ALARM_NAME_CHARS = 255;

/** An alarm's name behind a prefix: the rule's own for it, else one made of title and id. */
export function alarmNameOf({ title, document }: ResolvedRule, id: string, prefix = ""): string {
  const own = document.resourceNames?.alarm;
  return own === undefined ? alarmName(prefix + title, id) : prefix + own;
}

/** The name of an analytic rule's resource: the rule's own for it, else its id. */
export function analyticRuleName({ document }: ResolvedRule, id: string): string {
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
