import { BlockList, isIPv4, isIPv6 } from "node:net";

/** Where a block comes from, and why nothing in it can be a vendor: IANA's special-purpose registries of October 2026. */
interface Block {
  readonly network: string;
  readonly prefix: number;
  readonly why: string;
}

/** Of IPv4, everything else is taken for public. */
const notPublicV4: readonly Block[] = [
  { network: "0.0.0.0", prefix: 8, why: "this network (RFC 791)" },
  { network: "10.0.0.0", prefix: 8, why: "private (RFC 1918)" },
  { network: "100.64.0.0", prefix: 10, why: "carrier-grade NAT (RFC 6598), and Alibaba's metadata" },
  { network: "127.0.0.0", prefix: 8, why: "loopback (RFC 1122)" },
  { network: "168.63.129.16", prefix: 32, why: "Azure's metadata, a public address that leads inside" },
  { network: "169.254.0.0", prefix: 16, why: "link-local (RFC 3927), and most clouds' metadata" },
  { network: "172.16.0.0", prefix: 12, why: "private (RFC 1918)" },
  { network: "192.0.0.0", prefix: 24, why: "IETF protocol assignments (RFC 6890), and Oracle's metadata" },
  { network: "192.0.2.0", prefix: 24, why: "documentation (RFC 5737)" },
  { network: "192.31.196.0", prefix: 24, why: "AS112 (RFC 7535)" },
  { network: "192.52.193.0", prefix: 24, why: "AMT (RFC 7450)" },
  { network: "192.88.99.0", prefix: 24, why: "6to4 relays (RFC 7526)" },
  { network: "192.168.0.0", prefix: 16, why: "private (RFC 1918)" },
  { network: "192.175.48.0", prefix: 24, why: "AS112 (RFC 7534)" },
  { network: "198.18.0.0", prefix: 15, why: "benchmarks (RFC 2544)" },
  { network: "198.51.100.0", prefix: 24, why: "documentation (RFC 5737)" },
  { network: "203.0.113.0", prefix: 24, why: "documentation (RFC 5737)" },
  { network: "224.0.0.0", prefix: 4, why: "multicast (RFC 5771)" },
  { network: "240.0.0.0", prefix: 4, why: "reserved (RFC 1112), and the broadcast address (RFC 919)" },
];

/**
 * Of IPv6 only this is unicast that is routed (RFC 4291, section 2.4). What lies outside needs no entry: loopback,
 * addresses that hold an IPv4 one (`::ffff:`, `::`, NAT64's `64:ff9b:`), unique local, link-local, site-local, multicast,
 * discard-only, and segment routing.
 */
const publicV6: Block = { network: "2000::", prefix: 3, why: "global unicast (RFC 4291)" };

/** What is not public within it. */
const notPublicV6: readonly Block[] = [
  {
    network: "2001::",
    prefix: 23,
    why: "IETF protocol assignments (RFC 2928): Teredo (RFC 4380), ORCHID (RFC 7343), benchmarks (RFC 5180)",
  },
  { network: "2001:db8::", prefix: 32, why: "documentation (RFC 3849)" },
  { network: "2002::", prefix: 16, why: "6to4, which holds an IPv4 address (RFC 3056)" },
  { network: "2620:4f:8000::", prefix: 48, why: "AS112 (RFC 7534)" },
  { network: "3ffe::", prefix: 16, why: "6bone, given back (RFC 3701)" },
  { network: "3fff::", prefix: 20, why: "documentation (RFC 9637)" },
];

const blockedV4 = new BlockList();
for (const { network, prefix } of notPublicV4) blockedV4.addSubnet(network, prefix, "ipv4");
const routedV6 = new BlockList();
routedV6.addSubnet(publicV6.network, publicV6.prefix, "ipv6");
const blockedV6 = new BlockList();
for (const { network, prefix } of notPublicV6) blockedV6.addSubnet(network, prefix, "ipv6");

/** Whether an address is globally reachable unicast. What is no plain address (a zone behind it, say) is not. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !blockedV4.check(address, "ipv4");
  if (!isIPv6(address) || address.includes("%")) return false;
  return routedV6.check(address, "ipv6") && !blockedV6.check(address, "ipv6");
}
