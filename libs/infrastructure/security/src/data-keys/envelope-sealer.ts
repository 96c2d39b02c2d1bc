import { DomainError, Sealer, type SealContext } from '@radiant/kernel';
import { GCM_OVERHEAD_BYTES, gcmOpen, gcmSeal } from './aes-gcm.js';
import { TENANT_SCOPE, type DataKeys } from './data-keys.js';
import type { DataKey } from './scope-keys.js';

/** Sealed form 2: format (1 byte), version of the data key (4), nonce (12), ciphertext, tag (16). */
const FORMAT = 2;
const HEADER_BYTES = 5;

/**
 * AES-256-GCM under the data key of the context's scope. The additional data binds format, key version, tenant, scope,
 * record and version. Texts travel as UTF-8, so a lone surrogate comes back as U+FFFD.
 * With random nonces one key version should seal at most 2^32 values (NIST SP 800-38D, 8.3): rotate before that.
 */
export class EnvelopeSealer extends Sealer {
  constructor(private readonly keys: DataKeys) {
    super();
  }

  async seal(context: SealContext, plaintext: string): Promise<Uint8Array> {
    const current = this.keys.current(context.tenantId, scopeOf(context));
    return sealedUnder(current instanceof Promise ? await current : current, context, plaintext);
  }

  override async sealToText(context: SealContext, plaintext: string): Promise<string> {
    const current = this.keys.current(context.tenantId, scopeOf(context));
    return sealedUnder(current instanceof Promise ? await current : current, context, plaintext).toString('base64');
  }

  async open(context: SealContext, sealed: Uint8Array): Promise<string> {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (bytes.length < HEADER_BYTES + GCM_OVERHEAD_BYTES || bytes[0] !== FORMAT) throw unopened();
    const version = bytes.readUInt32BE(1);
    const known = this.keys.version(context.tenantId, scopeOf(context), version);
    const dataKey = known instanceof Promise ? await known : known;
    if (!dataKey && scopeOf(context) !== TENANT_SCOPE) throw withoutKey();
    const plaintext = dataKey && gcmOpen(dataKey.key, HEADER_BYTES, additionalData(context, version), bytes);
    if (!plaintext) throw unopened();
    return plaintext.toString('utf8');
  }
}

const sealedUnder = ({ version, key }: DataKey, context: SealContext, plaintext: string): Buffer =>
  gcmSeal(key, header(version), additionalData(context, version), plaintext);

const scopeOf = ({ keyScope }: SealContext): string => keyScope ?? TENANT_SCOPE;

function header(version: number): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES);
  bytes.writeUInt8(FORMAT, 0);
  bytes.writeUInt32BE(version, 1);
  return bytes;
}

/** JSON of a list is unambiguous: no choice of names makes two contexts alike. */
const additionalData = (context: SealContext, keyVersion: number): Buffer =>
  Buffer.from(
    JSON.stringify([FORMAT, keyVersion, context.tenantId, scopeOf(context), context.record, context.version]),
  );

/** A database that was restored lacks the keys of what has begun since, and nobody has altered anything. */
const withoutKey = (): DomainError =>
  new DomainError('not_found', 'what was kept can no longer be opened: its key is gone');

/** One answer for every other cause, so that nothing is learnt from it. */
const unopened = (): DomainError => new DomainError('internal_error', 'a stored value could not be opened');
