import type { KeyObject } from 'node:crypto';
import type { LocalKeyring } from '../local-keyring.js';
import { gcmOpen, gcmSeal } from './aes-gcm.js';
import { KeyWrapper, notUnwrapped, takeKey, withKeyBytes, type WrapContext, type WrappedKey } from './key-wrapper.js';

/** Wrapped form 1: format (1 byte), nonce (12), encrypted key (32), tag (16). */
const FORMAT = 1;
const HEADER = Buffer.of(FORMAT);
const WRAPPED_BY = /^local:([1-9]\d{0,8})$/;

/** AES-256-GCM under the keys of `RADIANT_KEYRING`. Place and wrapping key are additional data. */
export class LocalKeyWrapper extends KeyWrapper {
  readonly current: string;

  constructor(private readonly keyring: LocalKeyring) {
    super();
    this.current = `local:${keyring.currentVersion}`;
  }

  async wrap(context: WrapContext, key: KeyObject): Promise<WrappedKey> {
    const master = this.master(this.current);
    const place = additionalData(context, this.current);
    const wrapped = await withKeyBytes(key, async (bytes) => gcmSeal(master, HEADER, place, bytes));
    return { wrapped, wrappedBy: this.current };
  }

  async unwrap(context: WrapContext, wrapped: Uint8Array, wrappedBy: string): Promise<KeyObject> {
    const bytes = Buffer.from(wrapped.buffer, wrapped.byteOffset, wrapped.byteLength);
    if (bytes[0] !== FORMAT) throw notUnwrapped();
    const key = gcmOpen(this.master(wrappedBy), HEADER.length, additionalData(context, wrappedBy), bytes);
    if (!key) throw notUnwrapped();
    return takeKey(key);
  }

  private master(wrappedBy: string): KeyObject {
    const version = WRAPPED_BY.exec(wrappedBy)?.[1];
    const master = version === undefined ? undefined : this.keyring.key(Number(version));
    if (!master) throw notUnwrapped();
    return master;
  }
}

/** JSON of a list is unambiguous: no choice of names makes two places alike. */
const additionalData = ({ tenantId, scope, version }: WrapContext, wrappedBy: string): Buffer =>
  Buffer.from(JSON.stringify(['radiant data key', FORMAT, wrappedBy, tenantId, scope, version]));
