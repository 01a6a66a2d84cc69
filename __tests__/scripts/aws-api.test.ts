import { sourceFiles } from "../../scripts/aws-api/write";
import type { Model, ModelShape, Operation } from "../../scripts/aws-api/model";
import { share } from "../../scripts/aws-api/share";

const SCALARS: readonly (readonly [string, ModelShape])[] = (
  ["s", "b", "n", "t", "x", "document"] as const
).map((type) => [type, { kind: "scalar", type }]);

/** A model of one call, from the members of its shapes: `name: shape` or `name: shape@where`. */
function modelOf(
  facts: Partial<Omit<Model, "operations" | "shapes">>,
  operations: Readonly<Record<string, Operation>>,
  shapes: Readonly<Record<string, ModelShape | Readonly<Record<string, string>>>>,
): Model {
  const read = Object.entries(shapes).map(([name, shape]): [string, ModelShape] => [
    name,
    isShape(shape) ? shape : objectOf(shape),
  ]);
  return {
    ...{
      service: "toy",
      endpointPrefix: "toy",
      protocol: "json",
      apiVersion: "2020-01-02",
      xml: true,
    },
    ...facts,
    operations: new Map(Object.entries(operations)),
    shapes: new Map([...SCALARS, ...read]),
  };
}

const isShape = (shape: ModelShape | Readonly<Record<string, string>>): shape is ModelShape =>
  typeof shape["kind"] === "string" && ["object", "list", "map", "scalar"].includes(shape["kind"]);

function objectOf(members: Readonly<Record<string, string>>): ModelShape {
  return {
    kind: "object",
    members: Object.entries(members).map(([name, text]) => {
      const [of = "", where] = text.split("@");
      const [api = "", wire = api] = name.split("/");
      return {
        ...{ name: api, wire, of },
        ...((where === "uri" || where === "query" || where === "header") && { where }),
      };
    }),
  };
}

const list = (of: string, element?: string, flat = false): ModelShape => ({
  ...{ kind: "list", of, flat },
  ...(element !== undefined && { element }),
});

interface SourceFile {
  readonly calls: Readonly<Record<string, readonly string[]>>;
  readonly renamed?: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, string>>;
}

function written(...models: readonly Model[]): Readonly<Record<string, SourceFile>> {
  const files = [...sourceFiles(models)].map(([source, text]) => [source, JSON.parse(text)]);
  return Object.fromEntries(files);
}

describe("what CloudTrail writes of a call", () => {
  test("members have a small first letter, whatever follows; lists are arrays, maps have free names", () => {
    const { toy } = written(
      modelOf(
        {},
        { CreateToy: { input: "In", output: "Out" } },
        {
          In: {
            UserName: "s",
            DBId: "s",
            Count: "n",
            Big: "b",
            Tags: "Tags",
            Labels: "Labels",
            Any: "document",
          },
          Out: { Toy: "Toy" },
          Toy: { Secret: "x", Made: "t" },
          Tags: list("Tag"),
          Tag: { Key: "s" },
          Labels: { kind: "map", of: "s" },
        },
      ),
    );
    expect(toy?.calls["CreateToy"]).toEqual([
      "any=d big=b count=n dBId labels={s tags=[(key) userName",
      "toy=(made=t secret)",
    ]);
  });

  test("what travels in the address or a header is text", () => {
    const { toy } = written(
      modelOf(
        { protocol: "rest-json" },
        { PutToy: { input: "In" } },
        {
          In: { MaxResults: "n@query", Id: "n@uri", Force: "b@header", Keys: "Keys@query" },
          Keys: list("s"),
        },
      ),
    );
    expect(toy?.calls["PutToy"]?.[0]).toBe("force id keys=*s maxResults");
  });

  test("calls that read answer nothing that is known, but for those that hand out credentials", () => {
    const operation = { input: "In", output: "In" };
    const { toy } = written(
      modelOf(
        {},
        { GetToy: operation, Getaway: operation, GetSessionToken: operation },
        { In: { A: "s" } },
      ),
    );
    expect(toy?.calls).toEqual({
      GetSessionToken: ["a", "a"],
      GetToy: ["a", "?"],
      Getaway: ["a", "a"],
    });
  });

  test("a shape that holds itself is referred to, one that is used once stands where it is used", () => {
    const { toy } = written(
      modelOf(
        {},
        { CreateToy: { input: "In" } },
        {
          In: { Not: "Filter", One: "Leaf" },
          Filter: { Not: "Filter", And: "Filters" },
          Filters: list("Filter"),
          Leaf: { X: "s" },
        },
      ),
    );
    expect(toy).toEqual({
      calls: { CreateToy: ["not=$Filter one=(x)", ""] },
      shapes: { Filter: "and=[$Filter not=$Filter" },
    });
  });

  test("services of one source are one file, each with its form of a call", () => {
    const { elb } = written(
      modelOf(
        { service: "elb", endpointPrefix: "elb" },
        { Create: { input: "In" } },
        { In: { A: "s" } },
      ),
      modelOf(
        { service: "elbv2", endpointPrefix: "v2", signingName: "elb" },
        { Create: { input: "In" } },
        { In: { B: "s" } },
      ),
    );
    expect(elb?.calls["Create"]).toEqual(["a", "", "b", ""]);
  });

  test("RDS's answers are written without the one member that wraps them", () => {
    const { rds } = written(
      modelOf(
        { service: "rds", endpointPrefix: "rds", protocol: "query" },
        { CreateDBInstance: { output: "Out" } },
        { Out: { DBInstance: "DB" }, DB: { DBInstanceIdentifier: "s", Created: "t" } },
      ),
    );
    expect(rds?.calls["CreateDBInstance"]?.[1]).toBe("created dBInstanceIdentifier");
  });
});

describe("EC2", () => {
  const shapes = {
    In: {
      "InstanceIds/InstanceId": "Ids",
      Filters: "Filters",
      Toys: "Toys",
      "GroupId/groupId": "s",
    },
    Ids: list("s"),
    Filters: list("Filter", "Filter"),
    Filter: { Name: "s", "Values/Value": "Ids" },
    Toys: list("Toy", "item"),
    Toy: { "Size/size": "n", "Text/text": "s" },
    Out: { "Toys/toySet": "Toys", "Made/made": "t" },
  };
  const { ec2 } = written(
    modelOf(
      { service: "ec2", endpointPrefix: "ec2", protocol: "ec2" },
      {
        RebootInstances: { input: "In", output: "Out" },
        CreateFlowLogs: { input: "In", output: "Out" },
      },
      shapes,
    ),
  );

  test("the calls that SOAP had: lists are objects around `items`, by SOAP's names where they are known", () => {
    expect(ec2?.calls["RebootInstances"]).toEqual([
      "filterSet=%(name valueSet=%(value) ...=!) groupId instancesSet=%(instanceId) ...=!",
      "requestId requestID _return=b made=n toySet=%(size=n text ...=!) ...=!",
    ]);
  });

  test("newer calls: XML's names below the call's own, one or several, and text that may look like a number", () => {
    expect(ec2?.calls["CreateFlowLogs"]).toEqual([
      "CreateFlowLogsRequest=~(Filters=*(Name=a Value=*(content=a tag=n) tag=n) GroupId=a InstanceId=*(content=a tag=n) Toys=*(Size=n Text=a tag=n))",
      "CreateFlowLogsResponse=~(made toySet=~(item=*(size=n text=a)) xmlns requestId)",
    ]);
  });
});

describe("S3", () => {
  const { s3 } = written(
    modelOf(
      { service: "s3", endpointPrefix: "s3", protocol: "rest-xml" },
      {
        PutBucketAcl: { input: "In", address: "/{Bucket}?acl" },
        PutPublicAccessBlock: { address: "/{Bucket}?publicAccessBlock" },
        PutBucketPolicy: { address: "/{Bucket}?policy" },
      },
      {
        In: { Bucket: "s@uri", "ACL/x-amz-acl": "s@header", AccessControlPolicy: "Policy" },
        Policy: { "Grants/AccessControlList": "Grants", Owner: "Owner", Rules: "Rules" },
        Grants: list("Grant", "Grant"),
        Grant: { Permission: "s" },
        Owner: { ID: "s" },
        Rules: list("Owner", undefined, true),
      },
    ),
  );

  test("bucket, host, flags and headers are text; the body is XML, of which nothing says what is a list", () => {
    expect(s3?.calls["PutBucketAcl"]?.[0]).toBe(
      "Host host AccessControlPolicy=~(AccessControlList=~(Grant=*(Permission=a)) Owner=~(ID=a) Rules=*(ID=a) xmlns) acl bucketName x-amz-acl ...=?",
    );
    expect(s3?.calls["PutBucketPolicy"]?.[0]).toMatch(
      /bucketPolicy=\(Id Statement=\*\(.*\) policy /,
    );
  });

  test("events that bear another name than the operation", () => {
    expect(s3?.calls).not.toHaveProperty("PutPublicAccessBlock");
    expect(s3?.calls).toHaveProperty("PutBucketPublicAccessBlock");
    expect(s3?.renamed).toEqual({ PutPublicAccessBlock: "PutBucketPublicAccessBlock" });
  });
});

test("Lambda's and CloudFront's calls bear the version of their API, newer ones of Lambda none", () => {
  const operation = (...names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, {}]));
  const { lambda, cloudfront } = written(
    modelOf(
      { service: "lambda", endpointPrefix: "lambda" },
      operation("UpdateFunctionCode", "CreateFunction", "CreateFunctionUrlConfig"),
      {},
    ),
    modelOf(
      { service: "cloudfront", endpointPrefix: "cloudfront", apiVersion: "2020-05-31" },
      operation("CreateDistribution"),
      {},
    ),
  );
  expect(Object.keys(lambda!.calls)).toEqual([
    ...["CreateFunction20150331", "CreateFunctionUrlConfig"],
    ...["UpdateFunctionCode20150331", "UpdateFunctionCode20150331v2"],
  ]);
  expect(lambda?.renamed).toEqual({
    CreateFunction: "CreateFunction20150331",
    UpdateFunctionCode: "UpdateFunctionCode20150331v2",
  });
  expect(Object.keys(cloudfront!.calls)).toEqual(["CreateDistribution2020_05_31"]);
});

test("shapes that cannot be told apart are one, those that differ below are not", () => {
  const given = new Map([
    ["A", "x=$B"],
    ["B", "y=$A z=[$LongName w=[$LongName"],
    ["C", "x=$D"],
    ["D", "y=$C z=[$LongName w=[$LongName"],
    ["E", "x=$F"],
    ["F", "y=$E z=n"],
    ["LongName", "key value another and yet another that is long"],
  ]);
  expect(share(["a=$A c=$C", "e=$E"], given)).toEqual({
    texts: ["a=$A c=$A", "e=$E"],
    shapes: new Map([
      ["A", "x=$B"],
      ["B", "y=$A z=[$LongName w=[$LongName"],
      ["E", "x=$F"],
      ["F", "y=$E z=n"],
      ["LongName", "key value another and yet another that is long"],
    ]),
  });
});
