import { lintsOf } from "./linting";

describe("contradictions", () => {
  test.each([
    ["two values of one field", "s: {eventName|all: [CreateUser, DeleteUser]}", "s"],
    [
      "two values in two selections",
      "a: {eventName: CreateUser, eventSource: iam.amazonaws.com}\nb: {eventName: DeleteUser}",
      "a and b",
    ],
    ["a value and nothing", "a: {errorCode: null}\nb: {errorCode: AccessDenied}", "a and b"],
    [
      "a value that the pattern refuses",
      "a: {eventName: CreateUser}\nb: {eventName|startswith: Delete}",
      "a and b",
    ],
    [
      "a value that is excluded",
      "a: {eventName: CreateUser}\nb: {eventName: Create*}",
      "a and not b",
    ],
    ["something and its opposite", "a: {userAgent|contains: x}", "a and not a"],
    [
      "an alternative that cannot be",
      "a: {eventName: CreateUser}\nb: {errorCode: null}\nc: {eventName: [DeleteUser]}",
      "a and (b or c)",
    ],
  ])("are flagged: %s", (_what, selections, condition) => {
    const found = lintsOf(selections, condition);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^DET431 /);
  });

  test.each([
    ["alternatives", "a: {eventName: CreateUser}\nb: {eventName: DeleteUser}", "a or b"],
    [
      "a value in any case",
      "a: {eventName: CreateUser}\nb: {eventName|startswith: CREATE}",
      "a and b",
    ],
    [
      "a value of another case under cased",
      "a: {userAgent: x}\nb: {userAgent|cased: X}",
      "a and b",
    ],
    [
      "some of several values",
      "a: {eventName: [CreateUser, DeleteUser]}\nb: {eventName|startswith: Delete}",
      "a and not b",
    ],
    ["several elements of an array", "s: {requestParameters.instanceIds|all: [i-1, i-2]}", "s"],
    ["patterns that overlap", "s: {userAgent|contains|all: [a, b]}", "s"],
    [
      "an exclusion of other fields",
      "a: {eventName: CreateUser}\nb: {errorCode: null}",
      "a and not b",
    ],
    ["nothing, or some value", "a: {errorCode: null}\nb: {errorCode: AccessDenied}", "a or b"],
  ])("are not: %s", (_what, selections, condition) => {
    expect(lintsOf(selections, condition)).toEqual([]);
  });
});

describe("exclusions", () => {
  test("that exclude nothing are flagged", () => {
    const filter = "a: {eventName: CreateUser}\nfilter_b: {eventName: DeleteUser, errorCode: null}";
    expect(lintsOf(filter, "a and not 1 of filter_*")).toEqual(["DET432 DeleteUser"]);
  });

  test("with one part that excludes something are judged part by part", () => {
    const filters =
      "a: {eventName: CreateUser}\nfilter_b: {eventName: DeleteUser}\nfilter_c: {errorCode: '*'}";
    expect(lintsOf(filters, "a and not 1 of filter_*")).toEqual(["DET432 DeleteUser"]);
  });
});

describe("tautologies", () => {
  test("are flagged", () => {
    expect(
      lintsOf("a: {userAgent|contains: x}\nb: {errorCode: null}", "b and (a or not a)"),
    ).toEqual(["DET433 x"]);
  });

  test("are not, where the two differ", () => {
    expect(lintsOf("a: {userAgent|contains: x}\nb: {userAgent|contains: y}", "a or not b")).toEqual(
      [],
    );
  });
});
