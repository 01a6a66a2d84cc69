/**
 * What the operating system refuses, such as a missing file or a full disk, or Node in its place: a
 * path that holds a null character. Not `instanceof`: errors of Node's own modules can come from
 * another realm.
 */
export function isSystemError(
  error: unknown,
): error is NodeJS.ErrnoException & { readonly code: string } {
  if (typeof error !== "object" || error === null || !("code" in error)) return false;
  return "errno" in error || error.code === "ERR_INVALID_ARG_VALUE";
}
