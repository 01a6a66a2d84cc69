import fc from "fast-check";

/**
 * One seed for every property of a run, so that a run can be repeated and a red run is about the
 * change. `DETECTIONS_SEED` chooses another; a failure prints it.
 */
export const SEED = Number(process.env["DETECTIONS_SEED"] ?? 20_260_101);
if (!Number.isInteger(SEED)) throw new Error("DETECTIONS_SEED is a whole number");
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });
