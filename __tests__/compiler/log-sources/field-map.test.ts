import { readFileSync } from "node:fs";

import type { FieldModel } from "../../../compiler/log-sources/field";
import { renamed } from "../../../compiler/log-sources/other-names";
import { columnOf } from "../../../compiler/log-sources/sentinel-table";
import { findings } from "../lint/linting";
import { describeWithShared, shared } from "../../support/optional";
import { nameOf, OTHERS } from "./other-logs";

interface Row {
  readonly logsource: string;
  readonly field: string;
  readonly table: string | null;
  readonly column: string | null;
  readonly type: string;
  readonly path: string | null;
  readonly confidence: string;
  readonly asWritten: string;
}

/** Columns that rules are not compiled to, and why. */
const OTHER_COLUMNS: Readonly<Record<string, string | undefined>> = {
  // The column of that name; see OTHERWISE.
  "azure/signinlogs Status": "Status",
};

/** Findings that say of a name how it is read, by how it is written. */
const FINDINGS: Readonly<Record<string, readonly string[]>> = {
  "raw path": [],
  column: ["DET450"],
  case: ["DET450"],
  "other name": ["DET450"],
  wrong: ["DET420", "DET450", "DET451"],
};

/** Of these a finding is about the text alone, or the verdict says that nothing is watched. */
const NO_NAME_FOUND: readonly string[] = [
  // A path of the record, and none of the table's; the text is what is wrong.
  "azure/activitylogs properties.message",
  // No table holds it.
  "azure/pim riskEventType",
];

/** Log sources whose default table is not the map's first, with those that they have. */
const OTHER_TABLES: Readonly<Record<string, readonly string[]>> = {
  // Entries of Cloud Logging are read, not the Reports API's activities.
  "gcp/google_workspace.admin": ["GCPAuditLogs"],
};

/** The map's words for types, as a field model has them. */
const TYPES: Readonly<Record<string, string>> = {
  string: "string one",
  "string holding JSON text": "string one",
  "string (indented JSON text of an array)": "object many",
  object: "object one",
  boolean: "boolean one",
  number: "number one",
  "dynamic array": "object many",
  "dynamic array of objects": "object many",
};

/** Types that the map has otherwise, and why. */
const OTHER_TYPES: Readonly<Record<string, string>> = {
  // See OTHERWISE.
  "azure/signinlogs Status": "object one",
};

const wantedType = (key: string, type: string) => OTHER_TYPES[key] ?? TYPES[type];

function typeOf(path: string, { field }: FieldModel): string {
  return `${field(path).type} ${field(path).many}`;
}

/** What is read otherwise than the map has it, and why. */
const OTHERWISE: Readonly<Record<string, string>> = {
  // The column of that name; that it means a code is told by a finding.
  "azure/signinlogs Status": "properties.status",
  // Entries of Cloud Logging are read, not the Reports API's activities.
  "gcp/google_workspace.admin eventName": "protoPayload.metadata.event.eventName",
  "gcp/google_workspace.admin eventService": "protoPayload.serviceName",
  "gcp/google_workspace.admin setting_name":
    "protoPayload.metadata.event.parameter[name=SETTING_NAME].value",
  "gcp/google_workspace.admin new_value":
    "protoPayload.metadata.event.parameter[name=NEW_VALUE].value",
};

describeWithShared("what fields of public rules mean", () => {
  const rows = JSON.parse(readFileSync(shared("logs/field-map.json"), "utf8")) as readonly Row[];
  const cases = rows
    .filter(({ field }) => field !== "(keywords)")
    .map((row) => [`${row.logsource} ${row.field}`, row] as const);

  test.each(cases)("%s", (key, { logsource, field, path, asWritten, confidence }) => {
    const logSource = OTHERS.find((each) => nameOf(each) === logsource);
    if (logSource === undefined) throw new Error(`no log source ${logsource}`);
    const nowhere = Object.hasOwn(logSource.otherNames?.nowhere ?? {}, field);
    const read = renamed(field, logSource)?.path ?? field;
    if (nowhere) {
      // Read as it stands, with a word on what was meant.
      expect([asWritten, read]).toEqual(["wrong", field]);
      return;
    }
    const wanted = OTHERWISE[key] ?? path?.replace(/\[\*\]/g, "");
    // Without a path, or where the map is not certain, a finding is what there is.
    if (wanted === undefined || (confidence !== "H" && read !== wanted)) return;
    expect(read).toBe(wanted);
  });

  const certain = cases.filter(([, { confidence }]) => confidence === "H");

  test.each(certain)("%s is read from its column", (key, { table, column, ...row }) => {
    const logSource = OTHERS.find((each) => nameOf(each) === row.logsource);
    const read = logSource?.sentinel.tables.find(({ name }) => name === table);
    if (logSource === undefined || read === undefined || column === null) {
      // Its table is another's, or it has none.
      expect([key, logSource?.sentinel.tables.map(({ name }) => name)]).toEqual([
        key,
        OTHER_TABLES[row.logsource] ?? [],
      ]);
      return;
    }
    const path = renamed(row.field, logSource)?.path ?? row.field;
    const isNowhere = Object.hasOwn(logSource.otherNames?.nowhere ?? {}, row.field);
    const place = columnOf(read, path);
    const wanted = OTHER_COLUMNS[key] ?? column;
    expect([key, place?.column]).toEqual([key, isNowhere ? undefined : wanted]);
    if (!isNowhere)
      expect([key, typeOf(path, logSource.fields)]).toEqual([key, wantedType(key, row.type)]);
  });

  test.each(certain)("%s is found as it is written", (key, { logsource, field, asWritten }) => {
    if (NO_NAME_FOUND.includes(key)) return;
    const [product, service] = logsource.split("/");
    const rule = `logsource: {product: ${product}, service: ${service}}\ndetection:\n  s: {'${field}': '*'}\n  condition: s`;
    const found = findings(rule).map(({ code }) => code);
    const names = found.filter((code) => FINDINGS.wrong?.includes(code));
    const wanted = FINDINGS[asWritten] ?? [];
    expect([key, names.length > 0]).toEqual([key, wanted.length > 0]);
    for (const code of names) expect(wanted).toContain(code);
  });
});
