import { lints } from "./linting";

const EKS = { logGroupNames: { "kubernetes/audit": "/aws/eks/prod/cluster" } };

const rule = (selections: string, condition = "s") =>
  `logsource: {product: kubernetes, service: audit}\ndetection:\n  ${selections}\n  condition: ${condition}`;
const found = (selections: string, condition?: string) => lints(rule(selections, condition), EKS);

describe("what EKS does not write to its log group", () => {
  test("is told of events, where the log group is named", () => {
    const events = "s: {verb: delete, objectRef.resource: [pods, events]}";
    expect(found(events)).toEqual(["DET453 events"]);
    expect(lints(rule(events))).toEqual([]);
  });

  test("is told of what is asked for, where nothing but secrets and the like may ask for it", () => {
    const asked = "requestObject.metadata.name: x";
    expect(found(`s: {objectRef.resource: secrets, ${asked}}`)).toEqual(["DET453 x"]);
    expect(found(`s: {objectRef.resource: [secrets, configmaps], ${asked}}`)).toEqual(["DET453 x"]);
    expect(found(`s: {objectRef.resource: [secrets, pods], ${asked}}`)).toEqual([]);
    expect(found(`s: {objectRef.resource: pods, ${asked}}`)).toEqual([]);
    expect(found("s: {objectRef.resource: secrets, verb: get}")).toEqual([]);
    expect(
      found(`s: {objectRef.resource: secrets, verb: create}\n  f: {${asked}}`, "s and not f"),
    ).toEqual(["DET453 x"]);
  });
});
