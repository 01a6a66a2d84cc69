import type { Limit } from "../../../core/limit";

/** What Amazon SNS takes. */
export const MESSAGE_LIMITS = {
  message: {
    value: 262_144,
    unit: "bytes of UTF-8 a message",
    source: "API model sns/2010-03-31: Publish.Message",
  },
  subject: {
    value: 99,
    unit: "characters of printable ASCII a subject",
    source: "API model sns/2010-03-31: Publish.Subject, fewer than 100",
  },
} as const satisfies Readonly<Record<string, Limit>>;
