import { Diagnostics } from "../compiler/diagnostic";
import { reviewFiles } from "../review/review-files";
import { reviewInput } from "../review/review-input";
import { writeReview } from "../review/write-review";
import type { ExitCode } from "./exit";
import { print, printJson } from "./output";
import { plural, rulesOf, tell, type RuleOptions } from "./rules";

export interface ReviewCommandOptions extends RuleOptions {
  /** Folder that the pages are written into. */
  readonly out: string;
  /** @default - what each rule says itself */
  readonly accept?: "wider";
  readonly format: "text" | "json";
}

/** `review`: the pages of every rule that could be read; findings fail it, but the pages are there. */
export function review(paths: readonly string[], options: ReviewCommandOptions): ExitCode {
  const diagnostics = new Diagnostics();
  const inputs = rulesOf(paths, diagnostics, options).map((each) => reviewInput(each, diagnostics));
  const { accept, out } = options;
  const files = reviewFiles(inputs, {
    diagnostics: diagnostics.all,
    ...(accept === undefined ? {} : { accept }),
  });
  writeReview(files, out);
  tell(diagnostics.all);
  const written = files.map(({ path }) => path);
  if (options.format === "json") printJson({ out, files: written });
  else print(`${plural(inputs.length, "rule")} in ${out}/index.html`);
  return diagnostics.hasErrors ? 1 : 0;
}
