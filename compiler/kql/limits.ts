import type { Limit } from "../core/limit";

/** Our own: Kusto's language service gives up on calls nested 123 deep (KS245). */
export const NESTING_MAX: Limit = {
  value: 100,
  unit: "expression levels",
  source: "this compiler",
};
