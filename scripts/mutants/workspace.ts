import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import type { Mutant } from "./choose";
import { runJest } from "./jest";
import { mutate } from "./mutations";
import { TypeCheck } from "./types";

export type Outcome =
  | { readonly kind: "types"; readonly by: string }
  | { readonly kind: "tests"; readonly by: string }
  /** Not even the nearest test file ended in time. */
  | { readonly kind: "hangs" }
  /** No test failed; unless `finished`, the time was up before every related one had run. */
  | { readonly kind: "survived"; readonly finished: boolean };

const NOT_COPIED: readonly string[] = [".git", "node_modules", "dist", "cdktf.out", "coverage"];

/** A copy of a checkout, with its packages linked, in which mutants are tried. Removed on exit. */
export class Workspace {
  private readonly root: string;
  private readonly types: TypeCheck;
  /** Test files known to pass, and to fail, where nothing is changed. */
  private readonly sound = new Set<string>();
  private readonly leftOut: string[] = [];

  /** `seconds`: how long the tests of one mutant may take. */
  constructor(
    checkout: string,
    private readonly seconds: number,
  ) {
    const folder = mkdtempSync(join(realpathSync(tmpdir()), "mutants-"));
    process.on("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));
    this.root = join(folder, "repository");
    cpSync(checkout, this.root, {
      recursive: true,
      filter: (path) => !NOT_COPIED.includes(basename(path)),
    });
    symlinkSync(realpathSync(join(checkout, "node_modules")), join(this.root, "node_modules"));
    this.types = new TypeCheck(this.root);
    const error = this.types.firstError();
    if (error !== undefined) throw new Error(`The types are wrong without any change: ${error}`);
  }

  /** What becomes of a mutant. A test that fails without it as well is left out from then on. */
  async outcome(mutant: Mutant): Promise<Outcome> {
    const error = await this.changed(mutant, async () => this.types.firstError());
    if (error !== undefined) return { kind: "types", by: error };
    for (;;) {
      const run = await this.changed(mutant, () =>
        this.run(mutant.path, "--findRelatedTests", mutant.path),
      );
      if (run.failed === undefined) {
        if (!run.ended && run.passed === 0) return { kind: "hangs" };
        return { kind: "survived", finished: run.ended };
      }
      if (await this.isSound(run.failed)) return { kind: "tests", by: run.failed };
      this.leftOut.push(run.failed);
    }
  }

  private async changed<T>(mutant: Mutant, work: () => Promise<T>): Promise<T> {
    const file = join(this.root, mutant.path);
    const write = (text: string) => {
      writeFileSync(file, text);
      this.types.forget(mutant.path);
    };
    write(mutate(mutant.text, mutant.mutation));
    try {
      return await work();
    } finally {
      write(mutant.text);
    }
  }

  private async isSound(test: string): Promise<boolean> {
    if (this.sound.has(test)) return true;
    const { failed, ended } = await this.run(test, "--runTestsByPath", test);
    if (failed !== undefined || !ended) return false;
    this.sound.add(test);
    return true;
  }

  private run(changed: string, ...args: readonly string[]) {
    return runJest(this.root, args, { changed, leftOut: this.leftOut }, this.seconds);
  }
}
