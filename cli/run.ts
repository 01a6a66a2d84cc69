import { isSystemError } from "../compiler/core/system-error";
import { UsageError, type ExitCode } from "./exit";
import { legible } from "./output";
import { runProgram } from "./program";

/** Runs the command line; what the user or the system did wrong is told in a line. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  try {
    return await runProgram(args);
  } catch (error) {
    if (error instanceof UsageError) process.stderr.write(told(error.message));
    else if (isSystemError(error)) process.stderr.write(told(describe(error)));
    else throw error;
    return 2;
  }
}

/** A message of the command itself, not about a rule. */
export function told(message: string): string {
  return `cdktf-detections: ${legible(message)}\n`;
}

const WORDS: Readonly<Record<string, string>> = {
  EPIPE: "output closed",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would be larger than is allowed",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  ENOENT: "no such file or folder",
  ENOTDIR: "a part of the path is no folder",
  EEXIST: "a file is in the way",
  EISDIR: "this is a folder",
  EROFS: "the file system cannot be written to",
  EMFILE: "too many open files",
  ELOOP: "links lead in a circle",
  ENAMETOOLONG: "the name is too long",
};

/** What the operating system refused, in words. */
export function describe(error: NodeJS.ErrnoException): string {
  const words = WORDS[error.code ?? ""] ?? "the operation failed";
  return `${error.path === undefined ? "" : `${error.path}: `}${words} (${error.code})`;
}
