import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** Text, boolean, number, time, bytes, any JSON. */
export type Scalar = "s" | "b" | "n" | "t" | "x" | "document";

/** A member bears its name in the body, or else that of the API. */
export interface Member {
  readonly name: string;
  /** What it is called on the wire, where the model tells it. */
  readonly wire?: string;
  readonly of: string;
  /** Where it travels, if not in the body. */
  readonly where?: "uri" | "query" | "header";
  /** A list without an element around it. */
  readonly flat?: boolean;
}

export type ModelShape =
  | { readonly kind: "object"; readonly members: readonly Member[]; readonly payload?: string }
  /** `element`: what each is called in XML. */
  | {
      readonly kind: "list";
      readonly of: string;
      readonly element?: string;
      readonly flat?: boolean;
    }
  | { readonly kind: "map"; readonly of: string }
  /** `closed`: one of listed words. */
  | { readonly kind: "scalar"; readonly type: Scalar; readonly closed?: boolean };

export interface Operation {
  readonly input?: string;
  readonly output?: string;
  /** Path and query of the address, where the model tells it. */
  readonly address?: string;
}

/** The API of one service. */
export interface Model {
  readonly service: string;
  readonly endpointPrefix: string;
  readonly signingName?: string;
  readonly protocol: string;
  readonly apiVersion: string;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly shapes: ReadonlyMap<string, ModelShape>;
  /** Whether it tells XML's names, which EC2 and S3 write. */
  readonly xml: boolean;
}

/** The models in `folder`: files of one compact form, or the data folder of botocore. */
export function readModels(folder: string): readonly Model[] {
  return [...modelsIn(folder)].sort((a, b) => (a.service < b.service ? -1 : 1));
}

function modelsIn(folder: string): readonly Model[] {
  const names = readdirSync(folder).sort();
  const compact = names.filter((name) => name.endsWith(".json") && !name.startsWith("_"));
  if (compact.includes("ec2.json")) {
    return compact.map((name) => fromCompact(JSON.parse(readFileSync(join(folder, name), "utf8"))));
  }
  const services = names.filter((name) => !name.includes("."));
  return services.flatMap((name) => {
    const versions = readdirSync(join(folder, name)).sort();
    const path = join(folder, name, versions.at(-1) ?? "", "service-2.json");
    const text = existsSync(path)
      ? readFileSync(path, "utf8")
      : existsSync(`${path}.gz`) && gunzipSync(readFileSync(`${path}.gz`)).toString();
    return text ? [fromBotocore(name, JSON.parse(text) as Botocore)] : [];
  });
}

interface Compact {
  readonly service: string;
  readonly endpointPrefix: string;
  readonly signingName: string | null;
  readonly protocol: string;
  readonly apiVersion: string;
  readonly operations: Readonly<Record<string, readonly [string | null, string | null]>>;
  readonly shapes: Readonly<
    Record<string, string | readonly [string, string] | Readonly<Record<string, string>>>
  >;
}

const SCALARS: readonly string[] = ["s", "b", "n", "t", "x", "document"] satisfies Scalar[];

function fromCompact(file: Compact): Model {
  const shapes = new Map<string, ModelShape>(
    SCALARS.map((type) => [type, { kind: "scalar", type: type as Scalar }]),
  );
  for (const [name, shape] of Object.entries(file.shapes)) {
    if (typeof shape === "string") shapes.set(name, { kind: "scalar", type: shape as Scalar });
    else if (isPair(shape)) {
      shapes.set(name, { kind: shape[0] === "map" ? "map" : "list", of: shape[1] });
    } else {
      const written = Object.entries(shape).filter(([, text]) => !text.endsWith("@status"));
      const members = written.map(([member, text]): Member => {
        const [of = "", where] = text.split("@");
        return where === undefined
          ? { name: member, of }
          : { name: member, of, where: where as NonNullable<Member["where"]> };
      });
      shapes.set(name, { kind: "object", members });
    }
  }
  const operations = Object.entries(file.operations).map(
    ([name, [input, output]]): [string, Operation] => [
      name,
      { ...(input === null ? {} : { input }), ...(output === null ? {} : { output }) },
    ],
  );
  const { service, endpointPrefix, signingName, protocol, apiVersion } = file;
  return {
    ...{ service, endpointPrefix, protocol, apiVersion, xml: false, shapes },
    ...(signingName === null ? {} : { signingName }),
    operations: new Map(operations),
  };
}

const isPair = (
  shape: Exclude<Compact["shapes"][string], string>,
): shape is readonly [string, string] => Array.isArray(shape);

interface BotocoreRef {
  readonly shape: string;
  readonly locationName?: string;
  readonly location?: string;
  readonly flattened?: boolean;
  readonly xmlAttribute?: boolean;
}

interface BotocoreShape {
  readonly type: string;
  readonly members?: Readonly<Record<string, BotocoreRef>>;
  readonly payload?: string;
  readonly member?: BotocoreRef;
  readonly value?: BotocoreRef;
  readonly flattened?: boolean;
  readonly enum?: readonly string[];
  readonly document?: boolean;
}

interface Botocore {
  readonly metadata: Readonly<Record<"endpointPrefix" | "protocol" | "apiVersion", string>> & {
    readonly signingName?: string;
    readonly protocols?: readonly string[];
  };
  readonly operations: Readonly<
    Record<
      string,
      {
        readonly http: { readonly requestUri: string };
        readonly input?: BotocoreRef;
        readonly output?: BotocoreRef;
      }
    >
  >;
  readonly shapes: Readonly<Record<string, BotocoreShape>>;
}

const TYPES: Readonly<Record<string, Scalar>> = {
  ...{ string: "s", character: "s", boolean: "b", timestamp: "t", blob: "x" },
  ...{ integer: "n", long: "n", float: "n", double: "n", bigdecimal: "n", biginteger: "n" },
};
const PLACES: Readonly<Record<string, NonNullable<Member["where"]>>> = {
  ...{ uri: "uri", querystring: "query", header: "header", headers: "header" },
};

function fromBotocore(service: string, { metadata, operations, shapes }: Botocore): Model {
  const { endpointPrefix, signingName, protocol, apiVersion } = metadata;
  return {
    ...{ service, endpointPrefix, protocol, apiVersion, xml: true },
    ...(signingName === undefined ? {} : { signingName }),
    operations: new Map(
      Object.entries(operations).map(([name, { http, input, output }]) => [
        name,
        {
          address: http.requestUri,
          ...(input && { input: input.shape }),
          ...(output && { output: output.shape }),
        },
      ]),
    ),
    shapes: new Map(
      Object.entries(shapes).map(([name, shape]) => [name, shapeOf(shape, protocol)]),
    ),
  };
}

function shapeOf(shape: BotocoreShape, protocol: string): ModelShape {
  const { type, members = {}, payload, member, value, flattened = false } = shape;
  if (shape.document === true) return { kind: "scalar", type: "document" };
  if (type === "structure") {
    // The status is no part of what CloudTrail writes.
    const written = Object.entries(members).filter(([, ref]) => ref.location !== "statusCode");
    const named = written.map(([name, ref]): Member => {
      const where = PLACES[ref.location ?? ""];
      const wire = ref.locationName ?? name;
      return {
        name: protocol.startsWith("rest-") && where === undefined ? wire : name,
        wire,
        of: ref.shape,
        ...(where && { where }),
        ...(ref.flattened === true && { flat: true }),
      };
    });
    return { kind: "object", members: named, ...(payload !== undefined && { payload }) };
  }
  if (type === "list") {
    const element = member?.locationName;
    return {
      ...{ kind: "list", of: member?.shape ?? "", flat: flattened },
      ...(element !== undefined && { element }),
    };
  }
  if (type === "map") return { kind: "map", of: value?.shape ?? "" };
  const scalar = TYPES[type];
  if (scalar === undefined) throw new Error(`unknown type in the models: ${type}`);
  return { kind: "scalar", type: scalar, closed: shape.enum !== undefined };
}
