import { nearest } from "../../../compiler/core/suggest";

const NAMES = ["title", "level", "status", "detection", "description", "eventName", "eventSource"];

test.each([
  ["titel", "title"],
  ["Level", "level"],
  ["detections", "detection"],
  ["eventname", "eventName"],
  ["evntName", "eventName"],
  ["discription", "description"],
])("%s was meant to be %s", (found, meant) => expect(nearest(found, NAMES)).toBe(meant));

test.each(["author", "x", "", "events", "detectionrules", "ttl"])("%s was not", (found) =>
  expect(nearest(found, NAMES)).toBeUndefined(),
);

test("the nearest wins over the first", () => {
  expect(nearest("eventSourc", ["eventSour", "eventSource"])).toBe("eventSour");
  expect(nearest("abcdxx", ["abcd", "abcdx"])).toBe("abcdx");
});
