/** The resource id of a Log Analytics workspace. */
export function workspaceNamed(name: string): string {
  return `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/security/providers/Microsoft.OperationalInsights/workspaces/${name}`;
}
export const WORKSPACE = workspaceNamed("siem");

/** The ARN of an SNS topic in the Region that the tests' stacks go to. */
export function topicNamed(name: string): string {
  return `arn:aws:sns:us-east-1:111122223333:${name}`;
}
