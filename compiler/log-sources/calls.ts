/** Texts that a field can have, letters of ASCII in lower case: these, or those that fit. */
export type Texts =
  | { readonly kind: "listed"; readonly texts: readonly string[] }
  | {
      readonly kind: "fitting";
      /** Tells one such set from another. */
      readonly key: string;
      readonly fits: (text: string) => boolean;
    };

/** Calls of an API: of these services, by these names. @default - any */
export interface CallChoice {
  readonly service?: Texts;
  readonly name?: Texts;
}

/** The calls that an event can record: those of any of the choices. */
export type Calls = readonly CallChoice[];

export const ANY_CALL: Calls = [{}];

/** More choices than these are taken for any call. */
const MOST_CHOICES = 256;

/** The calls that are in both. */
export function bothCalls(left: Calls, right: Calls): Calls {
  if (left === ANY_CALL) return right;
  if (right === ANY_CALL) return left;
  if (left.length * right.length > MOST_CHOICES) return left.length < right.length ? left : right;
  return joined(
    left.flatMap((one) =>
      right.map((other) => ({
        ...field("service", common(one.service, other.service)),
        ...field("name", common(one.name, other.name)),
      })),
    ),
  );
}

/** The calls that are in any. */
export function eitherCalls(all: readonly Calls[]): Calls {
  if (all.some((calls) => calls === ANY_CALL)) return ANY_CALL;
  const choices = joined(all.flat());
  return choices.length > MOST_CHOICES ? ANY_CALL : choices;
}

function field<K extends keyof CallChoice>(key: K, texts: Texts | undefined): CallChoice {
  return texts === undefined ? {} : { [key]: texts };
}

/** Choices of one service, or of one name, as one choice. */
function joined(choices: readonly CallChoice[]): Calls {
  if (choices.length < 2) return choices;
  return joinedBy("service", "name", joinedBy("name", "service", choices));
}

function joinedBy(
  same: keyof CallChoice,
  other: keyof CallChoice,
  choices: readonly CallChoice[],
): readonly CallChoice[] {
  const groups = new Map<string, CallChoice & { readonly texts: string[] }>();
  for (const choice of choices) {
    const texts = choice[other];
    const isListed = texts?.kind === "listed";
    const key = `${keyOf(choice[same])} ${isListed ? "*" : keyOf(texts)}`;
    const group = groups.get(key) ?? { ...choice, texts: [] };
    groups.set(key, group);
    if (isListed) group.texts.push(...texts.texts);
  }
  return [...groups.values()].map(({ texts, ...choice }) =>
    choice[other]?.kind === "listed" ? { ...choice, [other]: listed(texts) } : choice,
  );
}

export function listed(texts: readonly string[]): Texts {
  return { kind: "listed", texts: [...new Set(texts)].sort() };
}

/** Tells apart what is not the same set of texts. */
function keyOf(texts: Texts | undefined): string {
  if (texts === undefined) return "";
  return texts.kind === "listed" ? JSON.stringify(texts.texts) : texts.key;
}

export function includesText(texts: Texts, folded: string): boolean {
  return texts.kind === "listed" ? texts.texts.includes(folded) : texts.fits(folded);
}

function common(one: Texts | undefined, other: Texts | undefined): Texts | undefined {
  if (one === undefined) return other;
  if (other === undefined) return one;
  if (one.kind === "listed") return listed(one.texts.filter((text) => includesText(other, text)));
  if (other.kind === "listed") return common(other, one);
  return {
    kind: "fitting",
    key: JSON.stringify([one.key, other.key]),
    fits: (text) => one.fits(text) && other.fits(text),
  };
}
