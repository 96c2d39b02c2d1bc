import { createHash, createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { withDerivedBytes } from '../data-keys/derived-bytes.js';

const SALT = 'radiant audit signing';
const INFO = 'ed25519';
const KEY_ID_CHARACTERS = 16;
/** What stands before the 32-byte seed in PKCS #8 (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A public key as it is given to whoever verifies without this platform. */
export interface SigningPublicKey {
  readonly keyId: string;
  /** SubjectPublicKeyInfo. */
  readonly pem: string;
  /** RFC 8037, with `kid` and `alg`. */
  readonly jwk: JsonWebKey;
}

/** The Ed25519 key whose seed is derived from a data key. */
export function derivePrivateKey(dataKey: KeyObject): KeyObject {
  return withDerivedBytes(dataKey, SALT, INFO, (seed) => {
    const der = Buffer.concat([PKCS8_PREFIX, seed]);
    try {
      return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    } finally {
      der.fill(0);
    }
  });
}

/** The first 16 hex digits of SHA-256 over the SubjectPublicKeyInfo in DER, which `openssl pkey -outform DER` prints. */
export const keyIdOf = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('hex')
    .slice(0, KEY_ID_CHARACTERS);

/** @param key private or public. */
export function describePublicKey(key: KeyObject): SigningPublicKey {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const keyId = keyIdOf(publicKey);
  const { kty, crv, x } = publicKey.export({ format: 'jwk' });
  return {
    keyId,
    pem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    jwk: { kty, crv, x, kid: keyId, alg: 'EdDSA', use: 'sig' },
  };
}
