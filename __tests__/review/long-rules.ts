/** The id of `LONG`. */
export const LONG_ID = "11111111-2222-4333-8444-777777777777";

/** 500 calls, 500 values that are left out, a long field, a title without a space. */
export const LONG = [
  `title: Long ${"Unbroken".repeat(30)}`,
  `id: ${LONG_ID}`,
  `author: ${"x".repeat(200)}`,
  `references: ["https://example.org/${"path/".repeat(80)}"]`,
  "tags: [attack.t1098]",
  "logsource: { product: aws, service: cloudtrail }",
  "detection:",
  "  selection:",
  "    eventSource: s3.amazonaws.com",
  `    eventName: [${Array.from({ length: 500 }, (_, at) => `Call${at}`).join(", ")}]`,
  `    requestParameters.${"verylongname.".repeat(15)}end|contains: x`,
  "  filter:",
  `    userIdentity.arn: [${Array.from({ length: 500 }, (_, at) => `"arn:aws:iam::111122223333:role/name-${at}"`).join(", ")}]`,
  "  condition: selection and not filter",
  "",
].join("\n");

/** One of ten services, of a hundred calls, of four techniques. */
export function ruleNumber(index: number): string {
  const id = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
  const technique = ["t1098", "t1530", "t1078.004", "t1685.002"][index % 4];
  return [
    `title: Rule ${index}`,
    `id: ${id}`,
    `level: ${["low", "medium", "high"][index % 3]}`,
    `tags: [attack.${technique}]`,
    "description: One of many rules, each of which says in a sentence or two what it is about.",
    "logsource: { product: aws, service: cloudtrail }",
    "detection:",
    `  selection: { eventSource: service${index % 10}.amazonaws.com, eventName: Call${index % 100} }`,
    "  condition: selection",
    "",
  ].join("\n");
}
