import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import * as cloudwatch from "../../../compiler/targets/cloudwatch/limits";
import * as eventbridge from "../../../compiler/targets/eventbridge/limits";
import * as insights from "../../../compiler/targets/logs-insights/limits";
import * as sentinel from "../../../compiler/targets/sentinel/limits";

const ROOT = resolve(__dirname, "../../..");

/** What is run. */
const PRODUCTION = ["compiler", "constructs", "review", "cli"].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(join(ROOT, room, file), "utf8")),
);

const TABLES = [
  { table: "LIMITS|KEY_LIMITS", from: "sentinel", limits: sentinel.LIMITS },
  { table: "LIMITS", from: "logs-insights", limits: insights.LIMITS },
  { table: "PATTERN_LIMITS", from: "cloudwatch", limits: cloudwatch.PATTERN_LIMITS },
  { table: "LOG_GROUP_LIMITS", from: "cloudwatch", limits: cloudwatch.LOG_GROUP_LIMITS },
  { table: "ALARM_LIMITS", from: "cloudwatch", limits: cloudwatch.ALARM_LIMITS },
  { table: "PATTERN_LIMITS", from: "eventbridge", limits: eventbridge.PATTERN_LIMITS },
  { table: "BUS_LIMITS", from: "eventbridge", limits: eventbridge.BUS_LIMITS },
  { table: "NAME_RULES", from: "cloudwatch", limits: cloudwatch.NAME_RULES },
];

test.each(
  TABLES.flatMap(({ table, from, limits }) =>
    Object.keys(limits).map((limit) => ({ table, from, limit })),
  ),
)("the limit $limit of $from is looked at where rules are read or deployed", ({ table, limit }) => {
  const named = new RegExp(
    `\\b(${table})\\.${limit}\\b|\\{[^{}]*\\b${limit}\\b[^{}]*\\} = (${table})\\b`,
  );
  const shared = new RegExp(`\\b(${table})\\[\\w+\\]`);
  const users = PRODUCTION.filter((text) => new RegExp(`\\b(${table})\\b`).test(text));
  expect(
    users.some((text) => named.test(text) || (shared.test(text) && text.includes(limit))),
  ).toBe(true);
});
