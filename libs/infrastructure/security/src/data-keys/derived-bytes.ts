import { hkdfSync, type KeyObject } from 'node:crypto';

const BYTES = 32;

/**
 * Runs `use` on 32 bytes derived by HKDF-SHA256 (RFC 5869) and wipes them.
 * @param salt names the use, `info` the case of it: different pairs give unrelated bytes.
 */
export function withDerivedBytes<Result>(
  key: KeyObject,
  salt: string,
  info: string,
  use: (bytes: Buffer) => Result,
): Result {
  const bytes = Buffer.from(hkdfSync('sha256', key, salt, info, BYTES));
  try {
    return use(bytes);
  } finally {
    bytes.fill(0);
  }
}
