import { isIP } from 'node:net';
import type { Variables } from './variables.js';

const SYSLOG = ['tls:', 'tcp:', 'udp:'];
/** What Fastify knows by name. */
const NAMED_RANGES = ['loopback', 'linklocal', 'uniquelocal'];

/** RADIANT_SYSLOG_URL. No port is the usual one, so it must be named. */
export function syslogAddress(variables: Variables): string | undefined {
  const name = 'RADIANT_SYSLOG_URL';
  const value = variables.optional(name);
  if (value === undefined) return undefined;
  const { protocol, hostname, port } = URL.canParse(value) ? new URL(value) : { protocol: '', hostname: '', port: '' };
  if (SYSLOG.includes(protocol) && hostname !== '' && Number(port) > 0) return value;
  variables.problem(name, 'tls://, tcp:// or udp:// and then host:port, e.g. tls://siem.example.org:6514');
  return undefined;
}

/** RADIANT_TRUSTED_PROXIES: addresses, or ranges with the length of their prefix. */
export function readTrustedProxies(variables: Variables): readonly string[] {
  const name = 'RADIANT_TRUSTED_PROXIES';
  const proxies = variables.list(name);
  if (proxies.every((proxy) => NAMED_RANGES.includes(proxy) || isRange(proxy))) return proxies;
  variables.problem(name, 'addresses or ranges separated by commas, e.g. 10.0.0.0/8, 192.0.2.7');
  return [];
}

function isRange(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = { 4: 32, 6: 128 }[isIP(address)];
  if (bits === undefined || rest.length > 0) return false;
  return prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= bits);
}
