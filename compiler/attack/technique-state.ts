import { SUCCESSORS, TECHNIQUES } from "./enterprise";
import { DEPRECATED } from "./revoked";

/** What became of a technique: in force, gone (`successor` where MITRE names one), or never there. */
export type TechniqueState =
  | { readonly kind: "in-force" }
  | { readonly kind: "retired"; readonly successor: string | undefined }
  | { readonly kind: "unknown" };

/** The state of a technique or sub-technique (`T1098`, `T1098.001`) in this version of ATT&CK. */
export function techniqueState(id: string): TechniqueState {
  if (TECHNIQUES.has(id)) return { kind: "in-force" };
  const successor = SUCCESSORS.get(id);
  return successor !== undefined || DEPRECATED.includes(id)
    ? { kind: "retired", successor }
    : { kind: "unknown" };
}
