import { analyse } from "../../compiler/kql/from-kusto/analyse";
import {
  columnsOf,
  findingsOf,
  loadService,
  required,
  type NamedType,
} from "../../compiler/kql/from-kusto/service";

/** What Kusto's language service says of a text; offsets in UTF-16 units. */
export interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly length: number;
}

/** Everything the service says of a query over AWSCloudTrail: syntax, names and types. */
export function diagnose(query: string): readonly Diagnostic[] {
  const { code, unknown } = analyse(query);
  return [
    ...findingsOf(code).map(({ code: name, message, start, length }) => ({
      code: name,
      message,
      start,
      length,
    })),
    ...unknown.map(({ kind, name, span: { start, end } }) => ({
      code: "unknown",
      message: `no ${kind} ${name}`,
      start,
      length: end - start,
    })),
  ];
}

/** The columns that a query over AWSCloudTrail returns, with their KQL types. */
export function resultColumns(query: string): readonly NamedType[] {
  return columnsOf(analyse(query).code.ResultType);
}

/** The values of the string literals of a query, in order. */
export function stringValues(query: string): readonly string[] {
  const { KustoCode, Syntax } = loadService();
  const literal = Syntax.SyntaxKind.StringLiteralToken;
  const values: string[] = [];
  let token = required(required(KustoCode.Parse(query)).Syntax).GetFirstToken();
  for (; token !== null; token = token.GetNextToken()) {
    if (token.Kind === literal) values.push(String(token.Value));
  }
  return values;
}

/** The words that the service's grammar knows. */
export function keywords(): readonly string[] {
  const { SyntaxFacts, SyntaxKind } = loadService().Syntax;
  const words: string[] = [];
  for (const [name, kind] of Object.entries(SyntaxKind)) {
    if (name.endsWith("Keyword") && typeof kind === "number") {
      words.push(required(SyntaxFacts.GetText(kind)));
    }
  }
  return words;
}
