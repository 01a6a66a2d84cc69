import { alerts } from "../m365-alerts";

/** Alerts of threat detection. */
export const M365_THREAT_DETECTION = alerts("threat_detection");
