/** The address, if a link may lead there: a rule's text must not become a script. */
export function safeUrl(written: string): string | undefined {
  const url = written.trim();
  return /^(https?:\/\/|mailto:)[^\s\p{Cc}]+$/iu.test(url) ? url : undefined;
}
