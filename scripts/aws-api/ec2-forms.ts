import { hasOldForm } from "./ec2-calls";
import { lowerFirst, written, type Forms } from "./form-table";
import type { Member, Scalar } from "./model";
import { xmlMembers, type XmlStyle } from "./xml-forms";

/**
 * Lists of requests, by the name that the API has for them today: what SOAP called them, and the member
 * of each that holds its text. Recorded events; lists that are not here have a name that is not known.
 */
const SETS: Readonly<Record<string, readonly [set: string, text?: string]>> = {
  AccountIds: ["accountIds", "accountId"],
  AllocationIds: ["allocationIdsSet", "allocationId"],
  AttributeNames: ["accountAttributeNameSet", "attributeName"],
  BlockDeviceMappings: ["blockDeviceMapping"],
  DhcpOptionsIds: ["dhcpOptionsSet", "dhcpOptionsId"],
  Filters: ["filterSet"],
  Groups: ["groupSet", "groupId"],
  GroupIds: ["securityGroupIdSet", "groupId"],
  GroupNames: ["securityGroupSet", "groupName"],
  ImageIds: ["imagesSet", "imageId"],
  InstanceIds: ["instancesSet", "instanceId"],
  InternetGatewayIds: ["internetGatewayIdSet", "internetGatewayId"],
  IpPermissions: ["ipPermissions"],
  IpRanges: ["ipRanges"],
  Ipv6Ranges: ["ipv6Ranges"],
  KeyNames: ["keySet", "keyName"],
  NetworkInterfaceIds: ["networkInterfaceIdSet", "networkInterfaceId"],
  NetworkInterfaces: ["networkInterfaceSet"],
  Owners: ["ownersSet", "owner"],
  PrefixListIds: ["prefixListIds"],
  Resources: ["resourcesSet", "resourceId"],
  RouteTableIds: ["routeTableIdSet", "routeTableId"],
  SecurityGroupIds: ["groupSet", "groupId"],
  SnapshotIds: ["snapshotSet", "snapshotId"],
  SubnetIds: ["subnetSet", "subnetId"],
  TagSpecifications: ["tagSpecificationSet"],
  Tags: ["tagSet"],
  UserIdGroupPairs: ["groups"],
  Values: ["valueSet", "value"],
  VolumeIds: ["volumeSet", "volumeId"],
  VpcIds: ["vpcSet", "vpcId"],
};

/** What else may stand there, and the rule that whatever is called `items` is an array. */
const OTHERS = "...=!";

/** A list of the old form: an object with the array. */
const setOf = (of: string): string => `%${of}`;

const wireName = ({ name, wire = name }: Member): string => lowerFirst(wire);

function requestType(forms: Forms, of: string): string {
  const shape = forms.shape(of);
  if (shape.kind === "object") {
    return forms.object(`${of}Sent`, () => requestMembers(forms, of));
  }
  return shape.kind === "scalar" ? scalarType(shape.type) : "!";
}

/** Bytes are text, a time is a number of milliseconds. */
const scalarType = (type: Scalar): string => (type === "x" ? "s" : type === "t" ? "n" : type);

function requestMembers(forms: Forms, of: string | undefined): string {
  const known = forms.members(of).flatMap((member): readonly (readonly [string, string])[] => {
    const shape = forms.shape(member.of);
    const { name } = member;
    if (shape.kind !== "list") return [[wireName(member), requestType(forms, member.of)]];
    const [set, text] = SETS[name] ?? [];
    if (set === undefined) return [];
    if (forms.shape(shape.of).kind === "object")
      return [[set, setOf(requestType(forms, shape.of))]];
    return text === undefined ? [] : [[set, setOf(`(${text})`)]];
  });
  return `${written([...forms.exceptions(of), ...known])} ${OTHERS}`.trim();
}

/** The newer form of requests: XML's names, capital; the elements of a list are numbered by `tag`. */
const NEW_REQUEST: XmlStyle = {
  key: "Xml",
  name: ({ name, wire = name }) => wire.charAt(0).toUpperCase() + wire.slice(1),
  list: (_, __, of) => `*${of}`,
  inList: "tag=n",
};

/** The newer form of answers: each list is an element around its items. */
const NEW_RESPONSE: XmlStyle = {
  key: "XmlAnswer",
  name: wireName,
  list: (_, { element = "item", flat }, of) => (flat === true ? `*${of}` : `~(${element}=*${of})`),
};

export function ec2Request(forms: Forms, operation: string): string {
  const { input } = forms.model.operations.get(operation) ?? {};
  const members = forms.members(input);
  if (hasOldForm(operation)) return requestMembers(forms, input);
  const content = written(xmlMembers(forms, members, NEW_REQUEST));
  return `${operation}Request=~(${content})`;
}

function responseType(forms: Forms, of: string): string {
  const shape = forms.shape(of);
  if (shape.kind === "object") {
    return forms.object(`${of}Answer`, () => responseMembers(forms, of));
  }
  if (shape.kind === "list") {
    return forms.shape(shape.of).kind === "object" ? setOf(responseType(forms, shape.of)) : "!";
  }
  return shape.kind === "map" ? "?" : scalarType(shape.type);
}

function responseMembers(forms: Forms, of: string | undefined): string {
  const known = forms
    .members(of)
    .map((member) => [wireName(member), responseType(forms, member.of)] as const);
  return `${written([...forms.exceptions(of), ...known])} ${OTHERS}`.trim();
}

export function ec2Response(forms: Forms, operation: string): string {
  const { output } = forms.model.operations.get(operation) ?? {};
  const members = forms.members(output);
  if (hasOldForm(operation)) {
    return `requestId requestID _return=b ${responseMembers(forms, output)}`.trim();
  }
  const content = written(xmlMembers(forms, members, NEW_RESPONSE));
  return `${operation}Response=~(${content} xmlns requestId)`.replace("( ", "(");
}
