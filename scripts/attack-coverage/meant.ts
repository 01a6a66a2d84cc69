/** Techniques without a published log, with the rules that are written for what their pages tell, by file. */
export const MEANT: Readonly<Record<string, readonly string[]>> = {
  "aws.defense-evasion.cloudtrail-lifecycle-rule": ["impact/aws-objects-set-to-expire"],
  "aws.discovery.ec2-enumerate-from-instance": ["execution/aws-shell-command-sent"],
  "aws.discovery.ses-enumerate": ["discovery/aws-mail-limits-looked-at"],
  "aws.execution.sagemaker-update-lifecycle-config": ["execution/aws-notebook-script-set"],
  "aws.exfiltration.s3-backdoor-bucket-policy": ["cis/aws-s3-bucket-policy-changed"],
  "aws.impact.ec2-deregister-ami": ["impact/aws-snapshots-deleted-in-a-row"],
  "aws.impact.s3-ransomware-batch-deletion": ["impact/aws-ransom-note-written"],
  "aws.impact.s3-ransomware-client-side-encryption": ["impact/aws-ransom-note-written"],
  "aws.impact.s3-ransomware-individual-deletion": [
    "impact/aws-objects-deleted-in-masses",
    "impact/aws-ransom-note-written",
  ],
  "eks.lateral-movement.create-access-entry": [
    "privilege-escalation/aws-eks-cluster-admin-granted",
  ],
};
