import { BlockList, isIP } from "node:net";

/**
 * A test whether a text is an address inside a network such as `10.0.0.0/8`. An address with a zone
 * (`fe80::1%eth0`) means something on one machine only, and is in no network.
 */
export function networkContains(network: string): (text: string) => boolean {
  const [first = "", prefix = ""] = network.split("/");
  const family = isIP(first);
  const block = new BlockList();
  const type = family === 6 ? "ipv6" : "ipv4";
  block.addSubnet(first, Number(prefix), type);
  return (text) => isIP(text) === family && !text.includes("%") && block.check(text, type);
}
