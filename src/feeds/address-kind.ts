import ipaddr from 'ipaddr.js';

/**
 * `public`: anybody's server on the internet. `private`: this machine, its own network or its provider's. `never`: an address
 * that no server of a show has: cloud metadata, multicast, tunnels, reserved.
 */
export type AddressKind = 'public' | 'private' | 'never';

/** Where cloud machines get their own credentials, also where the address looks like anybody's. */
const METADATA: ReadonlySet<string> = new Set([
  // AWS, Azure, Google, DigitalOcean, OpenStack and others; the roles of ECS and EKS
  '169.254.169.254',
  '169.254.169.253',
  '169.254.170.2',
  '169.254.170.23',
  'fd00:ec2::254',
  'fd00:ec2::253',
  'fd00:ec2::23',
  // Google over IPv6
  'fd20:ce::254',
  // Azure's agent
  '168.63.129.16',
  // Alibaba
  '100.100.100.200',
  // Oracle
  '192.0.0.192',
]);

const PRIVATE: ReadonlySet<string> = new Set([
  'private',
  'loopback',
  'linkLocal',
  'carrierGradeNat',
  'uniqueLocal',
]);

/** The only part of IPv6 that is routed between networks (RFC 4291, IANA's registry). */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');
/** The prefix under which a network with NAT64 reaches every IPv4 address (RFC 6052). */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/** @param text an address as the resolver or a URL gives it; anything else is `never`. */
export function addressKind(text: string): AddressKind {
  if (!ipaddr.isValid(text)) return 'never';
  const address = ipaddr.parse(text);
  if (address instanceof ipaddr.IPv4) return kindOfIPv4(address);
  if (address.isIPv4MappedAddress()) return kindOfIPv4(address.toIPv4Address());
  if (address.match(NAT64)) {
    const embedded = kindOfIPv4(new ipaddr.IPv4(address.toByteArray().slice(12)));
    return embedded === 'public' ? 'public' : 'never';
  }
  // The zone names a network card of this machine and does not change what the address is.
  if (METADATA.has(new ipaddr.IPv6(address.toByteArray()).toString())) return 'never';
  const range = address.range();
  if (range === 'unicast') return address.match(GLOBAL_IPV6) ? 'public' : 'never';
  return PRIVATE.has(range) ? 'private' : 'never';
}

function kindOfIPv4(address: ipaddr.IPv4): AddressKind {
  if (METADATA.has(address.toString())) return 'never';
  const range = address.range();
  if (range === 'unicast') return 'public';
  return PRIVATE.has(range) ? 'private' : 'never';
}
