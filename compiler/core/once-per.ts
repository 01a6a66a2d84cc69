/** The function, which finds its result once for each object and keeps it as long as the object is kept. */
export function oncePer<Key extends object, Result>(
  find: (key: Key) => Result,
): (key: Key) => Result {
  const found = new WeakMap<Key, { readonly result: Result }>();
  return (key) => {
    let known = found.get(key);
    if (known === undefined) found.set(key, (known = { result: find(key) }));
    return known.result;
  };
}
