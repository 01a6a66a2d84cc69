import { AWS_CLOUDTRAIL } from "../../../compiler/log-sources/aws-cloudtrail";
import type { ApiCall } from "../../../review/conditions/api-calls";
import {
  coveredCalls,
  factsWords,
  recordingNeeds,
} from "../../../review/conditions/event-coverage";

const covered = (...calls: readonly ApiCall[]) =>
  coveredCalls(calls, AWS_CLOUDTRAIL.calls?.catalog);
const wordsOf = (call: ApiCall) => factsWords(covered(call)[0]!);

const s3 = "s3.amazonaws.com";
const iam = "iam.amazonaws.com";

test.each([
  [{ source: s3, name: "GetObject" }, "data event"],
  [{ source: s3, name: "getobject" }, "data event"],
  [{ source: iam, name: "ListUsers" }, "reads"],
  [{ source: iam, name: "CreateUser" }, "writes"],
  [{ name: "CreateAccessKey" }, "writes"],
  [{ source: iam, name: "CreateAccesKey" }, "no such event is known: `CreateAccessKey`?"],
  [{ source: iam, name: "PassRole" }, "no such event is known"],
  [{ name: "PassRole" }, "no such event is known"],
  [
    { source: "guarduty.amazonaws.com", name: "DeleteDetector" },
    "not known to record calls: `guardduty.amazonaws.com`?",
  ],
  [{ source: iam, name: "Frobnicate*" }, "no such event is known"],
  [{ name: "Delete*" }, "not looked up"],
  [{ source: "*.amazonaws.com", name: "PutItem" }, "not looked up"],
  [
    { source: "ebs.amazonaws.com", name: "*SnapshotBlock*" },
    "3 events (3 data): `GetSnapshotBlock`, `ListSnapshotBlocks`, `PutSnapshotBlock`",
  ],
  [
    { source: "ebs.amazonaws.com" },
    "6 events (4 data, 2 write): `CompleteSnapshot`, `GetSnapshotBlock`, `ListChangedBlocks`, …",
  ],
])("%j: %s", (call, words) => {
  expect(wordsOf(call)).toBe(words);
});

test("what must be recorded is said of what the calls are", () => {
  const data = expect.stringContaining("Data events") as string;
  const read = expect.stringContaining("only read") as string;
  expect(recordingNeeds(covered({ source: iam, name: "CreateUser" }))).toEqual([]);
  expect(recordingNeeds(covered({ source: s3, name: "GetObject" }))).toEqual([data]);
  expect(recordingNeeds(covered({ source: s3 }))).toEqual([data, read]);
  expect(recordingNeeds(covered({ source: iam, name: "PassRole" }, { name: "Get*" }))).toEqual([]);
});

test("of a log source whose calls nobody lists nothing is said", () => {
  expect(coveredCalls([{ name: "PassRole" }], undefined)).toEqual([{ name: "PassRole" }]);
});
