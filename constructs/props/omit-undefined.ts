/** Props without those that are there and undefined, which say nothing; for what wins over other props. */
export function omitUndefined<Props extends object>(props: Props): Partial<Props> {
  const entries = Object.entries(props).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Props>;
}
