import { isSystemError, UsageError, type ExitCode } from "./exit";
import { note } from "./output";
import { runProgram } from "./program";

/** Runs the command line; what the user or the system did wrong is told in a line. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  try {
    return await runProgram(args);
  } catch (error) {
    if (error instanceof UsageError) complain(error.message);
    else if (isSystemError(error)) complain(describe(error));
    else throw error;
    return 2;
  }
}

export function complain(message: string): void {
  note(`cdktf-detections: ${message}`);
}

const WORDS: Readonly<Record<string, string>> = {
  EPIPE: "the reader of the output went away",
  ENOSPC: "the disk is full",
  EACCES: "permission denied",
  ENOENT: "no such file or folder",
  ENOTDIR: "a part of the path is no folder",
  EEXIST: "a file is in the way",
  EISDIR: "this is a folder",
  EROFS: "the file system cannot be written to",
  EMFILE: "too many open files",
};

/** What the operating system refused, in words. */
export function describe(error: NodeJS.ErrnoException): string {
  const words = WORDS[error.code ?? ""] ?? "the operation failed";
  return `${error.path === undefined ? "" : `${error.path}: `}${words} (${error.code})`;
}
