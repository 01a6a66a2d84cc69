import { workspace } from "../google-workspace";

const EVENT = "protoPayload.metadata.event";

/** What administrators of Google Workspace do, as entries of Cloud Logging; names as of the Reports API. */
export const GOOGLE_WORKSPACE_ADMIN = workspace("admin", {
  called: "an administrator's activity in Google Workspace",
  eventName: "EXAMPLE_ACTIVITY",
  otherNames: {
    names: {
      eventService: "protoPayload.serviceName",
      eventName: `${EVENT}.eventName`,
      setting_name: `${EVENT}.parameter[name=SETTING_NAME].value`,
      new_value: `${EVENT}.parameter[name=NEW_VALUE].value`,
      old_value: `${EVENT}.parameter[name=OLD_VALUE].value`,
    },
  },
});
