/** Where a rule's page lies in a review's folder. Rules without an id are not deployed, and have a page by title. */
export function pageOf(id: string): string {
  return `rules/${id.toLowerCase()}.html`;
}
