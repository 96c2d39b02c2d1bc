import { BlockList, isIP } from 'node:net';

/**
 * What no provider has: this machine, private and shared networks, link-local with its metadata services, and the rest
 * of IANA's special-purpose registries (RFC 6890).
 */
const FORBIDDEN_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
/** Global unicast is 2000::/3; what is forbidden within it translates to IPv4 or is documentation. */
const FORBIDDEN_IPV6 = [
  ['::', 3],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['4000::', 2],
  ['8000::', 1],
] as const;

// One list for each family: Node looks an IPv4 address up among the IPv6 ones as well, as ::ffff:a.b.c.d.
const ipv4 = new BlockList();
const ipv6 = new BlockList();
for (const [network, prefix] of FORBIDDEN_IPV4) ipv4.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of FORBIDDEN_IPV6) ipv6.addSubnet(network, prefix, 'ipv6');

/** Whether an IP address, as a resolver gives it, is none that a provider may have. What is no address is forbidden. */
export function isForbiddenAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return true;
  return family === 6 ? ipv6.check(address, 'ipv6') : ipv4.check(address, 'ipv4');
}
