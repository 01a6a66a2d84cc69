/** Lower case for ASCII letters only: how Sigma strings are compared here. */
export function foldCase(value: string): string {
  if (isAscii(value)) return value.toLowerCase();
  return value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function isAscii(value: string): boolean {
  return !/[^\u0000-\u007f]/.test(value); // eslint-disable-line no-control-regex
}
