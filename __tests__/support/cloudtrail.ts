import type { JsonObject } from "../../compiler/core/json";
import { connectorRow, type Row } from "../../compiler/kql/values/row";
import { AWS_CLOUDTRAIL } from "../../compiler/log-sources/aws-cloudtrail";
import { AWS_CLOUDTRAIL_TABLE } from "../../compiler/log-sources/aws-cloudtrail/sentinel-table";
import type { FieldModel } from "../../compiler/log-sources/field";
import type { LogSource } from "../../compiler/log-sources/log-source";

/** The row that the AWS connector writes for a CloudTrail record. */
export const cloudtrailRow = (event: JsonObject): Row => connectorRow(event, AWS_CLOUDTRAIL_TABLE);

/** CloudTrail's log source with another field model. */
export const cloudtrailWith = (fields: FieldModel): LogSource => ({ ...AWS_CLOUDTRAIL, fields });
