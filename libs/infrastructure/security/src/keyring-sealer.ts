import { DomainError, Sealer, type SealContext, type TenantId } from '@radiant/kernel';
import { LRUCache } from 'lru-cache';
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import type { LocalKeyring } from './local-keyring.js';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const DERIVATION = 'radiant tenant data key';

/** Sealed form 1: format (1 byte), key version (4), nonce (12), ciphertext, tag (16). */
const FORMAT = 1;
const HEADER_BYTES = 5;
const OVERHEAD_BYTES = HEADER_BYTES + NONCE_BYTES + TAG_BYTES;

/** Deriving a key costs as much as sealing 1 KB with it. */
const MAX_DATA_KEYS = 10_000;

/**
 * AES-256-GCM under one data key per tenant and master key version, derived by HKDF-SHA256.
 * The additional data binds tenant, record, version and key version. Texts travel as UTF-8, so a lone surrogate
 * comes back as U+FFFD.
 */
export class KeyringSealer extends Sealer {
  private readonly dataKeys = new LRUCache<string, KeyObject>({ max: MAX_DATA_KEYS });

  constructor(private readonly keyring: LocalKeyring) {
    super();
  }

  async seal(context: SealContext, plaintext: string): Promise<Uint8Array> {
    const keyVersion = this.keyring.currentVersion;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.dataKey(context.tenantId, keyVersion), nonce, {
      authTagLength: TAG_BYTES,
    });
    cipher.setAAD(additionalData(context, keyVersion));
    const ciphertext = cipher.update(plaintext, 'utf8');
    cipher.final(); // GCM is a stream cipher: nothing is left to emit
    return Buffer.concat([header(keyVersion), nonce, ciphertext, cipher.getAuthTag()]);
  }

  async open(context: SealContext, sealed: Uint8Array): Promise<string> {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (bytes.length < OVERHEAD_BYTES || bytes[0] !== FORMAT) throw unopened();
    const keyVersion = bytes.readUInt32BE(1);
    const body = HEADER_BYTES + NONCE_BYTES;
    const decipher = createDecipheriv(
      CIPHER,
      this.dataKey(context.tenantId, keyVersion),
      bytes.subarray(HEADER_BYTES, body),
      { authTagLength: TAG_BYTES },
    );
    decipher.setAAD(additionalData(context, keyVersion));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const plaintext = decipher.update(bytes.subarray(body, -TAG_BYTES));
    try {
      decipher.final();
    } catch {
      throw unopened();
    }
    return plaintext.toString('utf8');
  }

  private dataKey(tenantId: TenantId, keyVersion: number): KeyObject {
    const info = `${keyVersion}:${tenantId}`;
    const known = this.dataKeys.get(info);
    if (known) return known;
    const master = this.keyring.key(keyVersion);
    if (!master) throw unopened();
    const derived = createSecretKey(Buffer.from(hkdfSync('sha256', master, DERIVATION, info, KEY_BYTES)));
    this.dataKeys.set(info, derived);
    return derived;
  }
}

function header(keyVersion: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES, FORMAT);
  bytes.writeUInt32BE(keyVersion, 1);
  return bytes;
}

/** JSON of a list is unambiguous: no choice of names makes two contexts alike. */
const additionalData = (context: SealContext, keyVersion: number): Buffer =>
  Buffer.from(JSON.stringify([FORMAT, keyVersion, context.tenantId, context.record, context.version]));

/** One answer for every cause, so that nothing is learnt from it. */
const unopened = (): DomainError => new DomainError('internal_error', 'a stored value could not be opened');
