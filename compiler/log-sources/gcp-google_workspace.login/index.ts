import { workspace } from "../google-workspace";

/** Logins to Google Workspace, as entries of Cloud Logging. */
export const GOOGLE_WORKSPACE_LOGIN = workspace("login", {
  called: "a login of Google Workspace",
  eventName: "example_login",
  otherNames: {},
});
