/** Whether a text can be the address of templates: Azure fetches them itself, over https alone. */
export function isArmBaseUrl(text: string): boolean {
  return /^https:\/\/[^\s/]\S*$/.test(text);
}

/** Whether a text can be the address that pages are published at. */
export function isPagesUrl(text: string): boolean {
  return /^https?:\/\/[^\s/]\S*$/.test(text);
}
