import fc from "fast-check";

import type { Json } from "../../../compiler/core/json";
import { CLOUDTRAIL } from "../../../compiler/log-sources/aws-cloudtrail/fields";
import { allTexts, fieldReader } from "../../../compiler/reference/event";
import { anyEvent, FIELDS } from "../ir/arbitrary-expressions";

const reader = (path: string) => fieldReader(CLOUDTRAIL, path);
const textsOf = (path: string, event: Json) => reader(path).texts(event);

describe("scalars", () => {
  test("stand as their JSON text, strings without quotes", () => {
    expect(textsOf("eventName", { eventName: "CreateUser" })).toEqual(["CreateUser"]);
    expect(textsOf("readOnly", { readOnly: false })).toEqual(["false"]);
    expect(textsOf("requestParameters.n", { requestParameters: { n: 1.5 } })).toEqual(["1.5"]);
    expect(textsOf("userAgent", { userAgent: "" })).toEqual([""]);
  });

  test("missing and null are the same: no text", () => {
    const { isNull, texts } = reader("responseElements.accessKey.userName");
    for (const event of [
      {},
      { responseElements: null },
      { responseElements: {} },
      { responseElements: { accessKey: null } },
      { responseElements: { accessKey: { userName: null } } },
    ]) {
      expect(isNull(event)).toBe(true);
      expect(texts(event)).toEqual([]);
    }
    expect(isNull({ responseElements: { accessKey: { userName: "" } } })).toBe(false);
  });

  test("exist where the key is there, also if it holds null", () => {
    const { exists } = reader("requestParameters.userName");
    expect(exists({ requestParameters: { userName: null } })).toBe(true);
    expect(exists({ requestParameters: { userName: "" } })).toBe(true);
    expect(exists({ requestParameters: {} })).toBe(false);
    expect(exists({ requestParameters: null })).toBe(false);
  });

  test("names are case-sensitive, and a dot in a key is no step", () => {
    expect(textsOf("eventName", { eventname: "x" })).toEqual([]);
    expect(textsOf("userIdentity.type", { "userIdentity.type": "Root" })).toEqual([]);
  });

  test("what every object inherits is not in the event", () => {
    for (const path of ["constructor", "toString", "__proto__", "userIdentity.constructor"]) {
      expect(reader(path).exists({ userIdentity: {} })).toBe(false);
    }
    const own: Json = JSON.parse('{"__proto__":"x","constructor":"y"}');
    expect(textsOf("__proto__", own)).toEqual(["x"]);
    expect(textsOf("constructor", own)).toEqual(["y"]);
  });

  test("an event that is no object has no fields", () => {
    for (const event of [null, "text", 5, ["eventName"]]) {
      expect(reader("eventName").exists(event)).toBe(false);
      expect(reader("length").exists(event)).toBe(false);
    }
  });
});

describe("objects and arrays", () => {
  test("that the model lists stand as their compact JSON text", () => {
    const requestParameters = { a: [1, { b: "c d" }], e: null };
    expect(textsOf("requestParameters", { requestParameters })).toEqual([
      '{"a":[1,{"b":"c d"}],"e":null}',
    ]);
    expect(textsOf("resources", { resources: [{ type: "AWS::S3::Bucket" }, {}] })).toEqual([
      '{"type":"AWS::S3::Bucket"}',
      "{}",
    ]);
  });

  test("an object that the model does not list has no text, yet is there", () => {
    for (const found of [{ a: "x" }, [{ a: "x" }]]) {
      const event = { requestParameters: { unlisted: found } };
      const { texts, isNull, exists } = reader("requestParameters.unlisted");
      expect(texts(event)).toEqual([]);
      expect(isNull(event)).toBe(false);
      expect(exists(event)).toBe(true);
    }
  });

  test("at a path of mixed types: only the scalar has a text", () => {
    const of = (imageId: Json) => ({ requestParameters: { imageId } });
    expect(textsOf("requestParameters.imageId", of("ami-1"))).toEqual(["ami-1"]);
    expect(textsOf("requestParameters.imageId", of({ imageDigest: "x" }))).toEqual([]);
  });

  test.each(["requestParameters.instanceIds", "requestParameters.unlisted"])(
    "an array of scalars at %s: each of its elements, but null",
    (path) => {
      const name = path.slice("requestParameters.".length);
      const of = (found: Json) => ({ requestParameters: { [name]: found } });
      expect(textsOf(path, of(["i-1", "i-2"]))).toEqual(["i-1", "i-2"]);
      expect(textsOf(path, of(["i-1", null, 5, true, ["i-2"], { a: 1 }]))).toEqual([
        "i-1",
        "5",
        "true",
        "i-2",
      ]);
      expect(textsOf(path, of([]))).toEqual([]);
      // Nothing is reached, as where the field is missing.
      expect(reader(path).isNull(of([]))).toBe(true);
      expect(reader(path).exists(of([]))).toBe(false);
      expect(reader(path).isNull(of([null]))).toBe(true);
      expect(reader(path).exists(of([null]))).toBe(true);
      expect(reader(path).isNull(of([null, ""]))).toBe(false);
      expect(textsOf(path, of({ items: ["i-1"] }))).toEqual([]);
    },
  );

  test.each(["filters", "unlisted"])("a path leads through every element of %s", (name) => {
    const of = (found: Json) => ({ requestParameters: { [name]: found } });
    const path = `requestParameters.${name}.name`;
    expect(textsOf(path, of([{ name: "a" }, {}, { name: "b" }, { name: null }]))).toEqual([
      "a",
      "b",
    ]);
    expect(reader(path).isNull(of([{ name: null }, {}]))).toBe(true);
    expect(reader(path).isNull(of([{ name: null }, { name: "" }]))).toBe(false);
    expect(reader(path).exists(of([{}, { name: null }]))).toBe(true);
    expect(reader(path).exists(of([]))).toBe(false);
    // One object in place of an array of one is read as well.
    expect(textsOf(path, of({ name: "a" }))).toEqual(["a"]);
  });

  test("through arrays inside arrays, and to arrays of scalars at their end", () => {
    const event = {
      requestParameters: {
        eventSelectors: [
          { dataResources: [{ values: ["a", "b"] }, { values: ["c"] }] },
          { dataResources: [] },
          { dataResources: [{ values: [] }, { values: ["d"] }] },
        ],
      },
    };
    const path = "requestParameters.eventSelectors.dataResources.values";
    expect(textsOf(path, event)).toEqual(["a", "b", "c", "d"]);
  });

  test("an index is a name like any other", () => {
    const event = { requestParameters: { unlisted: [{ name: "a" }] } };
    expect(reader("requestParameters.unlisted.0").exists(event)).toBe(false);
  });
});

test("of any event: what has a text exists and is not null, what does not exist is null", () => {
  fc.assert(
    fc.property(fc.constantFrom(...FIELDS), anyEvent, (path, event) => {
      const { texts, isNull, exists } = reader(path);
      if (texts(event).length > 0) expect([isNull(event), exists(event)]).toEqual([false, true]);
      if (!exists(event)) expect([isNull(event), texts(event)]).toEqual([true, []]);
    }),
  );
});

describe("all texts of an event", () => {
  test("are those of its scalars at any depth, not its keys", () => {
    const event = { key: "a", b: [1, [true, { c: null, d: "" }]] };
    expect([...allTexts(event)].sort()).toEqual(["", "1", "a", "true"]);
    expect(allTexts("alone")).toEqual(["alone"]);
    expect(allTexts({})).toEqual([]);
  });

  test("take no stack, however deep the event is", () => {
    let deep: Json = "bottom";
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(allTexts(deep)).toEqual(["bottom"]);
  });
});
