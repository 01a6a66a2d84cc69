import { CLOUDTRAIL } from "./cloudtrail";
import type { FieldModel } from "./field";

/** A log source that rules can be compiled for. The next one is one more row of `LOG_SOURCES`. */
export interface LogSource {
  /** Sigma's `logsource`: a rule's values must equal these; it names no category. */
  readonly product: string;
  readonly service: string;
  readonly fields: FieldModel;
}

export const LOG_SOURCES: readonly LogSource[] = [
  { product: "aws", service: "cloudtrail", fields: CLOUDTRAIL },
];
