export const assumptions = {
  estimate: () => "Kusto's `dcount` tells no more distinct values than there are",
  scalar: (field: string) => `${field}, of which no type is known, holds no object and no list`,
  correlationMissing: (field: string) => `events without ${field} are counted together`,
  fractions: () => "sums of numbers with fractions are those of binary floating point",
  scan: () => "analytic rules of the workspace take the operator `scan`, as Microsoft documents",
  uniqueId: (field: string) => `every event has a ${field} of its own`,
  oneCase: (field: string) => `texts of ${field} differ in more than the case of their letters`,
  flatArray: (field: string) => `no array lies within an array at ${field}`,
  containerText: (field: string) =>
    `Kusto writes ${field} as compact JSON with the keys in the event's order`,
  nullKeys: (field: string) => `Kusto keeps the key of a null at ${field}`,
  nowhere: (field: string) => `no event has ${field}`,
  time: (field: string) => `the table's column for ${field} holds the time of the event`,
  plainNumbers: (field: string) => `a number at ${field} is written without an exponent`,
  neverNull: (field: string) => `no event has null at ${field}`,
  neverEmpty: (field: string) => `no event has an empty ${field}`,
  without: (events: string, field: string) => `${events} have no ${field}`,
  noPlace: (events: string, table: string, fields: readonly string[]) =>
    `${events} are not seen: ${table} has no place for ${fields.join(" and ")}`,
  notRead: (events: string, table: string) => `${events} are not seen: ${table} is not read`,
  partOf: (table: string, whole: string, field: string, texts: readonly string[]) =>
    `events whose ${field} is ${texts.join(" or ")} are seen where ${whole} is filled: ${table} has none`,
} as const;
