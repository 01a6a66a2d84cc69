import { alerts } from "../m365-alerts";

/** Alerts of threat management. */
export const M365_THREAT_MANAGEMENT = alerts("threat_management");
