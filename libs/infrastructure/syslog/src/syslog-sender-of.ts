import { DomainError } from '@radiant/kernel';
import { isIP } from 'node:net';
import { DatagramSender } from './datagram-sender.js';
import type { Receiver } from './receiver.js';
import { StreamSender } from './stream-sender.js';
import type { SyslogSender } from './syslog-sender.js';

const CONNECT_MS = 5_000;
const WRITE_MS = 10_000;
const QUIET_MS = 5_000;

export interface SyslogOptions {
  /** Authorities in PEM beside the system's; `NODE_EXTRA_CA_CERTS` names some for the whole process. */
  readonly ca?: string;
  readonly connectMs?: number;
  /** For each piece of up to 64 KiB. */
  readonly writeMs?: number;
  /** A receiver that hangs up in order this long after the last write has read everything. */
  readonly quietMs?: number;
}

/**
 * The sender of an address: `tcp://`, `tls://` (both with octet counting, RFC 6587 section 3.4.1; TLS as in RFC 5425) or
 * `udp://` (RFC 5426), then `host:port`. It connects at the first `send`.
 * @throws DomainError `validation_error` for any other address.
 */
export function syslogSender(address: string, options: SyslogOptions = {}): SyslogSender {
  const { protocol, hostname, port } = parsed(address);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const receiver: Receiver = {
    host,
    port: Number(port),
    name: isIP(host) === 0 ? host : undefined,
    connectMs: options.connectMs ?? CONNECT_MS,
    writeMs: options.writeMs ?? WRITE_MS,
    quietMs: options.quietMs ?? QUIET_MS,
  };
  if (host !== '' && receiver.port > 0) {
    if (protocol === 'tcp:') return StreamSender.plain(receiver);
    if (protocol === 'tls:') return StreamSender.encrypted(receiver, options.ca);
    if (protocol === 'udp:') return new DatagramSender(receiver);
  }
  throw invalidAddress();
}

function parsed(address: string): URL {
  if (!URL.canParse(address)) throw invalidAddress();
  return new URL(address);
}

const invalidAddress = (): DomainError =>
  new DomainError('validation_error', 'the syslog address must be tcp://, tls:// or udp:// and then host:port');
