/**
 * The calls of EC2's API of 2014-10-01, the last that SOAP had, by verb: CloudTrail writes these as it
 * wrote them then, and all newer ones in another form. Recorded events of 72 calls hold to it.
 */
const CALLS: Readonly<Record<string, string>> = {
  Accept: "VpcPeeringConnection",
  Allocate: "Address",
  Assign: "PrivateIpAddresses",
  Associate: "Address DhcpOptions RouteTable",
  Attach: "ClassicLinkVpc InternetGateway NetworkInterface Volume VpnGateway",
  Authorize: "SecurityGroupEgress SecurityGroupIngress",
  Bundle: "Instance",
  Cancel: "BundleTask ConversionTask ExportTask ReservedInstancesListing SpotInstanceRequests",
  Confirm: "ProductInstance",
  Copy: "Image Snapshot",
  Create: [
    "CustomerGateway DhcpOptions Image InstanceExportTask InternetGateway KeyPair NetworkAcl",
    "NetworkAclEntry NetworkInterface PlacementGroup ReservedInstancesListing Route RouteTable",
    "SecurityGroup Snapshot SpotDatafeedSubscription Subnet Tags Volume Vpc",
    "VpcPeeringConnection VpnConnection VpnConnectionRoute VpnGateway",
  ].join(" "),
  Delete: [
    "CustomerGateway DhcpOptions InternetGateway KeyPair NetworkAcl NetworkAclEntry",
    "NetworkInterface PlacementGroup Route RouteTable SecurityGroup Snapshot",
    "SpotDatafeedSubscription Subnet Tags Volume Vpc VpcPeeringConnection VpnConnection",
    "VpnConnectionRoute VpnGateway",
  ].join(" "),
  Deregister: "Image",
  Describe: [
    "AccountAttributes Addresses AvailabilityZones BundleTasks ClassicLinkInstances",
    "ConversionTasks CustomerGateways DhcpOptions ExportTasks ImageAttribute Images",
    "InstanceAttribute InstanceStatus Instances InternetGateways KeyPairs NetworkAcls",
    "NetworkInterfaceAttribute NetworkInterfaces PlacementGroups Regions ReservedInstances",
    "ReservedInstancesListings ReservedInstancesModifications ReservedInstancesOfferings",
    "RouteTables SecurityGroups SnapshotAttribute Snapshots SpotDatafeedSubscription",
    "SpotInstanceRequests SpotPriceHistory Subnets Tags VolumeAttribute VolumeStatus Volumes",
    "VpcAttribute VpcClassicLink VpcPeeringConnections Vpcs VpnConnections VpnGateways",
  ].join(" "),
  Detach: "ClassicLinkVpc InternetGateway NetworkInterface Volume VpnGateway",
  Disable: "VgwRoutePropagation VpcClassicLink",
  Disassociate: "Address RouteTable",
  Enable: "VgwRoutePropagation VolumeIO VpcClassicLink",
  Get: "ConsoleOutput PasswordData",
  Import: "Instance KeyPair Volume",
  Modify: [
    "ImageAttribute InstanceAttribute NetworkInterfaceAttribute ReservedInstances",
    "SnapshotAttribute SubnetAttribute VolumeAttribute VpcAttribute",
  ].join(" "),
  Monitor: "Instances",
  Purchase: "ReservedInstancesOffering",
  Reboot: "Instances",
  Register: "Image",
  Reject: "VpcPeeringConnection",
  Release: "Address",
  Replace: "NetworkAclAssociation NetworkAclEntry Route RouteTableAssociation",
  Report: "InstanceStatus",
  Request: "SpotInstances",
  Reset: "ImageAttribute InstanceAttribute NetworkInterfaceAttribute SnapshotAttribute",
  Revoke: "SecurityGroupEgress SecurityGroupIngress",
  Run: "Instances",
  Start: "Instances",
  Stop: "Instances",
  Terminate: "Instances",
  Unassign: "PrivateIpAddresses",
  Unmonitor: "Instances",
};

const NAMES = new Set(
  Object.entries(CALLS).flatMap(([verb, things]) => things.split(" ").map((thing) => verb + thing)),
);

/** Whether CloudTrail writes a call of EC2 in the older of its two forms. */
export const hasOldForm = (operation: string): boolean => NAMES.has(operation);
