import { readFileSync } from "node:fs";

import { renamed } from "../../../compiler/log-sources/other-names";
import { describeWithShared, shared } from "../../support/optional";
import { nameOf, OTHERS } from "./other-logs";

interface Row {
  readonly logsource: string;
  readonly field: string;
  readonly path: string | null;
  readonly confidence: string;
  readonly asWritten: string;
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
});
