import { lintsOf } from "./linting";

const THREE = `
selection_a: {eventName: CreateUser}
selection_b: {eventName: DeleteUser}
other: {errorCode: null}`;

describe("selections", () => {
  test.each([
    "1 of selection_* and other",
    "1 of them",
    "selection_a or (selection_b and not other)",
    "[selection_a or selection_b, other]",
  ])("are all used by `%s`", (condition) => {
    expect(lintsOf(THREE, condition)).toEqual([]);
  });

  test("that no condition speaks of are flagged", () => {
    expect(lintsOf(THREE, "selection_b")).toEqual(["DET430 selection_a", "DET430 other"]);
    expect(lintsOf(`${THREE}\n_hidden: {errorCode: '*'}`, "1 of them")).toEqual(["DET430 _hidden"]);
  });

  test.each(["selection_a and", "selection", "1 of select", "[]", "1", "[selection_a, 1]"])(
    "a condition with a mistake leaves them in peace: %s",
    (condition) => {
      const found = lintsOf(THREE, condition);
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(/^DET2/);
    },
  );
});

describe("a selection named like an exclusion", () => {
  const WITH = "s: {eventName: CreateUser}\nfilter_bot: {userIdentity.userName: bot}";

  test.each(["s and filter_bot", "1 of filter_* and s", "s and not (not filter_bot)"])(
    "that is kept is flagged: %s",
    (condition) => expect(lintsOf(WITH, condition)).toContain("DET442 filter_bot"),
  );

  test.each(["s and not filter_bot", "s and not 1 of filter_*", "not (filter_bot or not s)"])(
    "that is excluded is not: %s",
    (condition) => expect(lintsOf(WITH, condition)).toEqual([]),
  );
});
