import { exampleOf, KINDS_OF_MEMBERS } from "../../scripts/types-page";
import { membersOfCall } from "../support/call-members";
import { drawCalls, numbersFrom, sampleMembers, Tally } from "../support/drawn-calls";
import { SEED } from "../support/fast-check-seed";
import { kindOf } from "../support/member-rules";

const random = numbersFrom(SEED);
const calls = drawCalls(200, 3, random);

test("200 calls of 40 services and more: every engine matches their members as rules mean", () => {
  const tally = new Tally();
  for (const [source, call] of calls) {
    for (const member of sampleMembers(source, call, random)) tally.ask(member, 2, random);
  }
  expect(tally.broken).toEqual([]);
  expect(new Set(calls.map(([source]) => source)).size).toBeGreaterThanOrEqual(40);
  expect(calls).toHaveLength(200);
  expect(tally.rules).toBeGreaterThan(2_000);
  expect(tally.matches).toBeGreaterThan(tally.rules);
});

/** Calls whose shapes are rare: arrays directly within arrays, one or several within several. */
const RARE = [
  ["geo", "CalculateRouteMatrix"],
  ["ec2", "SearchTransitGatewayMulticastGroups"],
  ["s3", "PutBucketReplication"],
  ["s3", "PutBucketAcl"],
  ["ec2", "AuthorizeSecurityGroupIngress"],
] as const;

test.each(RARE)("%s %s, whose shapes are rare", (service, call) => {
  const tally = new Tally();
  for (const member of sampleMembers(`${service}.amazonaws.com`, call, random)) {
    tally.ask(member, 6, random);
  }
  expect(tally.broken).toEqual([]);
  expect(tally.rules).toBeGreaterThan(0);
});

test.each(KINDS_OF_MEMBERS)("everything that is asked of %s", (kind) => {
  const { source, call, path } = exampleOf(kind);
  const members = membersOfCall(source, call).filter((each) => each.path === path);
  const [member] = members;
  if (member === undefined) throw new Error(`no ${path}`);
  expect([kindOf(member, "value"), kindOf(member, "order")]).toContain(kind);
  const tally = new Tally();
  tally.ask(member, Infinity, random);
  tally.ask(member, Infinity, random);
  expect(tally.broken).toEqual([]);
});
