import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const NONCES_AT_ONCE = 256;

/** What sealing adds to header and text: nonce and tag. */
export const GCM_OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

/**
 * AES-256-GCM with a random 96-bit nonce: header, nonce, ciphertext, tag (16 bytes).
 * The header is clear and not authenticated by itself: say what it says in `additionalData` too.
 */
export function gcmSeal(key: KeyObject, header: Buffer, additionalData: Buffer, plaintext: string | Buffer): Buffer {
  const nonce = nextNonce();
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(additionalData);
  const ciphertext = typeof plaintext === 'string' ? cipher.update(plaintext, 'utf8') : cipher.update(plaintext);
  cipher.final(); // GCM is a stream cipher: nothing is left to emit
  return Buffer.concat([header, nonce, ciphertext, cipher.getAuthTag()]);
}

/** Drawn in batches: a draw costs a third of a sealing, however little it is for. */
let drawn = Buffer.alloc(0);

function nextNonce(): Buffer {
  if (drawn.length === 0) drawn = randomBytes(NONCES_AT_ONCE * NONCE_BYTES);
  const nonce = drawn.subarray(0, NONCE_BYTES);
  drawn = drawn.subarray(NONCE_BYTES);
  return nonce;
}

/**
 * What `gcmSeal` sealed, after a header of so many bytes; undefined when it is too short, altered, or bound to
 * something else.
 */
export function gcmOpen(
  key: KeyObject,
  headerBytes: number,
  additionalData: Buffer,
  sealed: Buffer,
): Buffer | undefined {
  if (sealed.length < headerBytes + GCM_OVERHEAD_BYTES) return undefined;
  const body = headerBytes + NONCE_BYTES;
  const nonce = sealed.subarray(headerBytes, body);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(additionalData);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const plaintext = decipher.update(sealed.subarray(body, -TAG_BYTES));
  try {
    decipher.final();
    return plaintext;
  } catch {
    plaintext.fill(0); // not authentic, so nobody may use it
    return undefined;
  }
}
