/*
 * What publint and attw find wrong with the tarball named on the command line, as a list of texts.
 * A program of its own, for both are ES modules and Jest's are not.
 */
import { readFileSync } from "node:fs";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";

const bytes = readFileSync(process.argv[2]);
const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);

const { messages } = await publint({ pack: { tarball }, strict: true });
const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
const problems = analysis.types === false ? [{ kind: "NoTypes" }] : analysis.problems;

const findings = [
  ...messages.map((message) => `publint ${JSON.stringify(message)}`),
  ...problems.map((problem) => `attw ${JSON.stringify(problem)}`),
];
console.log(JSON.stringify({ findings, entryPoints: Object.keys(analysis.entrypoints ?? {}) }));
