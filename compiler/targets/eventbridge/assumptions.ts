/** What an event pattern rests on without a document of AWS's that settles it. */
export const assumptions = {
  spelled: (field: string) => `${field} is spelled as AWS does`,
  addresses: (field: string) => `addresses at ${field} are written in their usual form`,
  numbers: (field: string) =>
    `numbers at ${field} have at most 17 digits, and EventBridge compares those beyond 5,000,000,000, up to which its user guide once spoke, as its published engine does`,
} as const;
