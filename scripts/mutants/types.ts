import { join } from "node:path";
import * as ts from "typescript";

/** Checks the types of a checkout again and again; only what a change can reach is checked anew. */
export class TypeCheck {
  private readonly parsed: ts.ParsedCommandLine;
  private readonly host: ts.CompilerHost;
  private readonly sources = new Map<string, ts.SourceFile>();
  private program: ts.SemanticDiagnosticsBuilderProgram | undefined;

  constructor(private readonly root: string) {
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (file) =>
      ts.sys.readFile(file),
    );
    this.parsed = ts.parseJsonConfigFileContent(config, ts.sys, root);
    this.host = ts.createIncrementalCompilerHost(this.parsed.options);
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
    const { fileNames, options } = this.parsed;
    this.program = ts.createSemanticDiagnosticsBuilderProgram(
      fileNames,
      options,
      this.host,
      this.program,
    );
    const [error] = this.program.getSemanticDiagnostics();
    return error && `TS${error.code} ${ts.flattenDiagnosticMessageText(error.messageText, " ")}`;
  }
}
