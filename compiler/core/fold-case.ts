/** Lower case for ASCII letters only: how Sigma strings are compared here. */
export function foldCase(value: string): string {
  return value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
