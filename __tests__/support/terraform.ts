import { accessSync, constants, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { devNull } from "node:os";
import { delimiter, join, resolve } from "node:path";

import { isObject, member, type JsonObject } from "../../compiler/core/json";
import { REGION } from "./aws-endpoint";

/**
 * A directory that Terraform's `provider_installation { filesystem_mirror }` reads, with the AWS
 * provider unpacked for this platform. `.ci/run` searches the machine for one.
 */
const MIRROR = "DETECTIONS_PROVIDER_MIRROR";

export type TerraformTools =
  | {
      readonly kind: "found";
      readonly motoServer: string;
      readonly mirror: string;
      /** The newest version of the AWS provider that the mirror holds. */
      readonly awsVersion: string;
    }
  | { readonly kind: "missing"; readonly what: string };

/** The tools for a real apply on this machine, or the first that is missing. */
export function terraformTools(): TerraformTools {
  if (onPath("terraform") === undefined) return { kind: "missing", what: "terraform on PATH" };
  const motoServer = onPath("moto_server");
  if (motoServer === undefined) return { kind: "missing", what: "moto_server on PATH" };
  const mirror = process.env[MIRROR];
  if (mirror === undefined) return { kind: "missing", what: `a provider mirror in ${MIRROR}` };
  const awsVersion = newestAwsProvider(mirror);
  if (awsVersion === undefined) return { kind: "missing", what: `an AWS provider in ${mirror}` };
  return { kind: "found", motoServer, mirror: resolve(mirror), awsVersion };
}

export function onPath(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function newestAwsProvider(mirror: string): string | undefined {
  if (!existsSync(mirror)) return undefined;
  const platform = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
  // A mirror's folders are registry host, namespace, type, version, platform.
  const folders = readdirSync(mirror).map((host) => join(mirror, host, "hashicorp", "aws"));
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((version) => ({ folder, version })))
    .filter(({ folder, version }) => existsSync(join(folder, version, platform)))
    .map(({ version }) => version)
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
    .at(-1);
}

/**
 * The environment of a run that knows no network and no user: plugins from the mirror, every AWS
 * service at `endpointUrl`. `home` is an empty directory of the run's own.
 */
export function terraformEnvironment(
  tools: { readonly mirror: string },
  endpointUrl: string,
  home: string,
): NodeJS.ProcessEnv {
  mkdirSync(home, { recursive: true });
  const config = join(home, "terraform.rc");
  writeFileSync(
    config,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(tools.mirror)}\n  }\n}\n`,
  );
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(AWS|TF|CDKTF|TERRAFORM)_/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    TF_CLI_CONFIG_FILE: config,
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
    DISABLE_VERSION_CHECK: "1",
    // Terraform and its providers are written in Go: memory for a fifth of the processor's time.
    GOGC: "400",
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    CDKTF_HOME: home,
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: REGION,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    // An action that the endpoint does not know fails within seconds, not after 25 attempts.
    AWS_MAX_ATTEMPTS: "2",
  };
}

/**
 * `stack` as this machine can apply it: the AWS provider at the version that the mirror holds, the
 * state in `statePath`. Everything else stays as synthesised.
 */
export function adjustStack(stack: JsonObject, awsVersion: string, statePath: string): JsonObject {
  const terraform = objectAt(stack, "terraform");
  const providers = objectAt(terraform, "required_providers");
  const aws = { ...objectAt(providers, "aws"), version: awsVersion };
  return {
    ...stack,
    terraform: {
      ...terraform,
      required_providers: { ...providers, aws },
      backend: { local: { path: statePath } },
    },
  };
}

function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = member(parent, key);
  if (!isObject(value)) throw new Error(`the stack has no ${key}`);
  return value;
}
