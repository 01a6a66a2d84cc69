import {
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";

import { isObject, member, type Json, type JsonObject } from "../../compiler/core/json";
import { endGroup, startGroup } from "./child-group";
import { logsActions, type Answer, type LogsAction } from "./logs-api";
import { statesActions } from "./states-api";

/** A local AWS API, for one region and one test run: `moto_server` behind a thin front. */
export interface AwsEndpoint {
  readonly url: string;
  /** Calls a JSON action; rejects with AWS's error name and message where it refuses. */
  call(service: Service, action: string, params: JsonObject): Promise<JsonObject>;
  /** What the API describes, in its own words, every page of it. */
  metricFilters(): Promise<readonly JsonObject[]>;
  queryDefinitions(): Promise<readonly JsonObject[]>;
  alarms(): Promise<readonly JsonObject[]>;
  /** ARNs. */
  topics(): Promise<readonly string[]>;
  /** Every role with its trust and its inline policies, as AWS keeps them. */
  roles(): Promise<readonly Role[]>;
  /** The states of all keys, such as `Enabled`. */
  keyStates(): Promise<readonly Json[]>;
  /**
   * Performs the `count`th call from now of an action of CloudWatch Logs without ever answering it, and
   * resolves once that is done: whoever called is now in the middle of something.
   */
  hold(action: string, count: number): Promise<void>;
  stop(): Promise<void>;
}

export interface Role {
  readonly arn: string;
  readonly trust: Json;
  readonly policies: readonly Json[];
}

export type Service = keyof typeof SERVICES;

export const REGION = "us-east-1";

/** Signing name, prefix of `X-Amz-Target` and version of the JSON protocol: AWS API models. */
const SERVICES = {
  logs: { signingName: "logs", target: "Logs_20140328", version: "1.1" },
  cloudwatch: {
    signingName: "monitoring",
    target: "GraniteServiceVersion20100801",
    version: "1.0",
  },
  kms: { signingName: "kms", target: "TrentService", version: "1.1" },
  events: { signingName: "events", target: "AWSEvents", version: "1.1" },
  states: { signingName: "states", target: "AWSStepFunctions", version: "1.0" },
  sqs: { signingName: "sqs", target: "AmazonSQS", version: "1.0" },
} as const;

const MOTO_START_SECONDS = 120;

/** Any signature will do, but moto reads service and region from the credential's scope. */
function signature(signingName: string): string {
  const credential = `test/20200101/${REGION}/${signingName}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`;
}

function headersFor(service: Service, action: string): Record<string, string> {
  const { signingName, target, version } = SERVICES[service];
  return {
    "content-type": `application/x-amz-json-${version}`,
    "x-amz-target": `${target}.${action}`,
    authorization: signature(signingName),
  };
}

function parseObject(text: string): JsonObject {
  const value: Json = JSON.parse(text === "" ? "{}" : text);
  if (!isObject(value)) throw new Error(`not a JSON object: ${text}`);
  return value;
}

async function callJson(url: string, service: Service, action: string, params: JsonObject) {
  const { status, body } = await askJson(url, service, action, params);
  if (status === 200) return body;
  throw new Error(`${service} ${action}: ${status} ${JSON.stringify(body)}`);
}

/** The same, with a refusal as an answer like others. */
async function askJson(
  url: string,
  service: Service,
  action: string,
  params: JsonObject,
): Promise<Answer> {
  const response = await fetch(url, {
    method: "POST",
    headers: headersFor(service, action),
    body: JSON.stringify(params),
  });
  const text = await response.text();
  if (response.ok || response.status === 400) {
    return { status: response.ok ? 200 : 400, body: parseObject(text) };
  }
  throw new Error(`${service} ${action}: ${response.status} ${text}`);
}

/** SNS speaks AWS's older protocol alone: a form, answered in JSON on request. One page: 100 topics. */
async function listTopics(url: string): Promise<readonly string[]> {
  const form = { Action: "ListTopics", Version: "2010-03-31", ContentType: "JSON" };
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: signature("sns") },
    body: new URLSearchParams(form),
  });
  const answer = member(parseObject(await response.text()), "ListTopicsResponse");
  const topics = member(member(answer, "ListTopicsResult"), "Topics");
  if (!Array.isArray(topics)) throw new Error("ListTopics answered without Topics");
  return topics.map((topic) => String(member(topic, "TopicArn")));
}

/** IAM speaks the same protocol, answered in XML; policies in it are encoded as in addresses. */
async function readRoles(url: string): Promise<readonly Role[]> {
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: signature("iam") },
    body: new URLSearchParams({ Action: "GetAccountAuthorizationDetails", Version: "2010-05-08" }),
  });
  const details = between(await response.text(), "RoleDetailList")[0] ?? "";
  return details
    .split("<member><Path>")
    .slice(1)
    .map((role) => ({
      arn: between(role, "Arn")[0] ?? "",
      trust: decoded(between(role, "AssumeRolePolicyDocument")[0] ?? ""),
      policies: between(role, "PolicyDocument").map(decoded),
    }));
}

function between(xml: string, element: string): readonly string[] {
  const found = xml.matchAll(new RegExp(`<${element}>([^]*?)</${element}>`, "g"));
  return [...found].map(([, text = ""]) => text);
}

function decoded(text: string): Json {
  return JSON.parse(decodeURIComponent(text.trim()));
}

async function readKeyStates(url: string): Promise<readonly Json[]> {
  const keys = await readAll(url, "kms", "ListKeys", { items: "Keys", token: "NextMarker" });
  const states = keys.map(async (key) => {
    const answer = await callJson(url, "kms", "DescribeKey", { KeyId: member(key, "KeyId") ?? "" });
    return member(member(answer, "KeyMetadata"), "KeyState") ?? null;
  });
  return Promise.all(states);
}

async function readAll(
  url: string,
  service: Service,
  action: string,
  keys: { readonly items: string; readonly token: string },
): Promise<readonly JsonObject[]> {
  const found: JsonObject[] = [];
  for (let params: JsonObject | undefined = {}; params !== undefined;) {
    const answer: JsonObject = await callJson(url, service, action, params);
    const items = member(answer, keys.items);
    if (!Array.isArray(items)) throw new Error(`${action} answered without ${keys.items}`);
    found.push(...items.filter(isObject));
    const token = member(answer, keys.token);
    params = typeof token === "string" ? { [keys.token]: token } : undefined;
  }
  return found;
}

/** Starts moto on a port that it takes free itself, and reads the port from what it prints. */
async function startMoto(command: string) {
  const child = startGroup(command, ["-H", "127.0.0.1", "-p", "0"], { env: process.env });
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let printed = "";
    const fail = (what: string) => {
      clearTimeout(timer);
      endGroup(child);
      reject(new Error(`${command} ${what}\n${printed.slice(-2000)}`));
    };
    const timer = setTimeout(() => fail("is not ready"), MOTO_START_SECONDS * 1000);
    const read = (text: string) => {
      printed += text;
      const found = /Running on (http:\/\/127\.0\.0\.1:\d+)\s/.exec(printed)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      child.stderr.off("data", read).resume();
      resolve(found);
    };
    child.on("error", (error) => fail(error.message));
    child.on("exit", () => fail("has ended"));
    child.stdout.resume();
    child.stderr.setEncoding("utf8").on("data", read);
  });
  return {
    url,
    stop: () => {
      endGroup(child);
      return ended;
    },
  };
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part);
  return Buffer.concat(parts);
}

/** Hands a request on as it came, signature and all, and its answer back. */
function passOn(target: string, incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse) {
  const { method, headers, url = "/" } = incoming;
  return new Promise<void>((resolve, reject) => {
    const onward = request(
      new URL(url, target),
      { ...(method && { method }), headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing).on("finish", resolve).on("error", reject);
      },
    );
    onward.on("error", reject).end(body);
  });
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("no port"));
      else resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}

/** Starts the endpoint on the loopback address. `stop` it, or it ends with this process. */
export async function startAwsEndpoint(motoServer: string): Promise<AwsEndpoint> {
  const moto = await startMoto(motoServer);
  const logs = logsActions(async (logGroupName) => {
    const params = { logGroupNamePrefix: logGroupName };
    const answer = await callJson(moto.url, "logs", "DescribeLogGroups", params);
    const groups = member(answer, "logGroups");
    return (
      Array.isArray(groups) &&
      groups.some((group) => member(group, "logGroupName") === logGroupName)
    );
  });

  const actions: ReadonlyMap<string, ReadonlyMap<string, LogsAction>> = new Map([
    [SERVICES.logs.target, logs],
    [
      SERVICES.states.target,
      statesActions((action, params) => askJson(moto.url, "states", action, params)),
    ],
  ]);

  let held: { readonly action: string; left: number; readonly reached: () => void } | undefined;
  function isHeld(action: string): boolean {
    if (held?.action !== action || --held.left > 0) return false;
    held.reached();
    held = undefined;
    return true;
  }

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    const [service = "", name = ""] = String(incoming.headers["x-amz-target"]).split(".");
    const action = actions.get(service)?.get(name);
    if (action === undefined) return passOn(moto.url, incoming, body, outgoing);
    const { status, body: result } = await action(parseObject(body.toString("utf8")));
    if (isHeld(name)) return;
    outgoing.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
    outgoing.end(JSON.stringify(result));
  }
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500).end(String(error));
    });
  });
  const url = await listen(server);

  return {
    url,
    call: (service, action, params) => callJson(url, service, action, params),
    metricFilters: () =>
      readAll(url, "logs", "DescribeMetricFilters", { items: "metricFilters", token: "nextToken" }),
    queryDefinitions: () =>
      readAll(url, "logs", "DescribeQueryDefinitions", {
        items: "queryDefinitions",
        token: "nextToken",
      }),
    alarms: () =>
      readAll(url, "cloudwatch", "DescribeAlarms", { items: "MetricAlarms", token: "NextToken" }),
    topics: () => listTopics(url),
    roles: () => readRoles(url),
    keyStates: () => readKeyStates(url),
    hold: (action, count) =>
      new Promise((reached) => {
        held = { action, left: count, reached };
      }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await moto.stop();
    },
  };
}
