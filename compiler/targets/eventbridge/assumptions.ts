/** What an event pattern rests on without a document of AWS's that settles it. */
export const assumptions = {
  spelled: (field: string) => `${field} is spelled as AWS does`,
  addresses: (field: string) => `addresses at ${field} are written in their usual form`,
} as const;
