import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";

import { handWrittenQuery } from "../../../compiler/kql/run";
import { KqlError } from "../../../compiler/kql/values/error";
import { describeWithShared, shared } from "../../support/optional";
import { recordedEvents } from "./events";

const CLOCK = { now: Date.parse("2023-06-01T00:00:00Z"), ingested: () => 0 };

function queryOf(file: string): string {
  return parse(readFileSync(shared(`sentinel/rules/${file}`), "utf8")).query;
}

describeWithShared("Microsoft's rules", () => {
  const events = recordedEvents();
  const namesOf = (file: string) =>
    handWrittenQuery(queryOf(file))(events, CLOCK).rows.map((row) => row.get("EventName"));
  const count = (test: (event: (typeof events)[number]) => boolean) => events.filter(test).length;

  test("run, all but those that are refused by name", () => {
    const refused = readdirSync(shared("sentinel/rules")).flatMap((file) => {
      try {
        handWrittenQuery(queryOf(file))(events, CLOCK);
        return [];
      } catch (error) {
        if (error instanceof KqlError) return [`${file}: ${error.message}`];
        throw error;
      }
    });
    expect(refused).toEqual(["AWS_APIfromTor.yaml: external-data is not evaluated here"]);
  }, 120_000);

  test("give the rows of the events that they name", () => {
    expect(namesOf("AWS_UserAccessKeyCreated.yaml")).toHaveLength(
      count(({ eventName }) => eventName === "CreateAccessKey"),
    );
    expect(namesOf("AWS_SAMLUpdateIdentity.yaml")).toHaveLength(
      count(
        ({ eventName, errorCode, errorMessage }) =>
          eventName === "UpdateSAMLProvider" && !errorCode && !errorMessage,
      ),
    );
    const deletions = ["UpdateTrail", "DeleteTrail", "StopLogging", "DeleteFlowLogs"];
    const names = new Set(namesOf("AWS_ConfigServiceResourceDeletion.yaml"));
    expect(
      [...names].every((name) => [...deletions, "DeleteEventBus"].includes(String(name))),
    ).toBe(true);
    expect(names.size).toBeGreaterThan(1);
  }, 120_000);
});
