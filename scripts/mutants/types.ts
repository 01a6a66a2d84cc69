import { join } from "node:path";
import * as ts from "typescript";

/**
 * Checks the types of a checkout's compiler again and again; only what a change can reach is checked
 * anew. Its tests are not checked: that would take thrice as long, and they are run.
 */
export class TypeCheck {
  private readonly files: readonly string[];
  private readonly options: ts.CompilerOptions;
  private readonly host: ts.CompilerHost;
  private readonly sources = new Map<string, ts.SourceFile>();
  private program: ts.SemanticDiagnosticsBuilderProgram | undefined;

  constructor(private readonly root: string) {
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (file) =>
      ts.sys.readFile(file),
    );
    this.options = ts.parseJsonConfigFileContent(config, ts.sys, root).options;
    this.files = ts.sys.readDirectory(join(root, "compiler"), [".ts"]);
    this.host = ts.createIncrementalCompilerHost(this.options);
    const read = this.host.getSourceFile;
    this.host.getSourceFile = (name, ...rest) => {
      const source = this.sources.get(name) ?? read(name, ...rest);
      if (source !== undefined) this.sources.set(name, source);
      return source;
    };
  }

  /** To be called when the file has been written: every other one is read once. */
  forget(path: string): void {
    this.sources.delete(join(this.root, path));
  }

  firstError(): string | undefined {
    this.program = ts.createSemanticDiagnosticsBuilderProgram(
      this.files,
      this.options,
      this.host,
      this.program,
    );
    const [error] = this.program.getSemanticDiagnostics();
    return error && `TS${error.code} ${ts.flattenDiagnosticMessageText(error.messageText, " ")}`;
  }
}
