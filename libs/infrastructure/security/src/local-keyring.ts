import { DomainError } from '@radiant/kernel';
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';

const VARIABLE = 'RADIANT_KEYRING';
const KEY_BYTES = 32;
const ENTRY = /^([1-9]\d{0,8}):([A-Za-z0-9+/]{43}=)$/;
/** 32 random bytes hold fewer different values than this less than once in 10^30 draws. */
const FEWEST_DIFFERENT_BYTES = 8;

/** The platform's master keys by version. Held as key objects, which neither a log nor JSON can print. */
export class LocalKeyring {
  private constructor(
    private readonly keys: ReadonlyMap<number, KeyObject>,
    /** The highest version: it seals, all of them open. */
    readonly currentVersion: number,
  ) {}

  /**
   * Reads `RADIANT_KEYRING`: comma-separated `version:base64 of 32 bytes`, in any order.
   * @throws DomainError `validation_error` that says what is expected and never shows the value.
   */
  static parse(text: string | undefined): LocalKeyring {
    if (!text?.trim()) throw refused('is empty');
    const keys = new Map<number, KeyObject>();
    for (const [index, entry] of text.split(',').entries()) {
      const [version, key] = parseEntry(entry.trim(), `entry ${index + 1}`);
      if (keys.has(version)) throw refused(`names version ${version} twice`);
      keys.set(version, key);
    }
    return new LocalKeyring(keys, Math.max(...keys.keys()));
  }

  /** The master key of a version; undefined when the ring has none. */
  key(version: number): KeyObject | undefined {
    return this.keys.get(version);
  }
}

/** A value for `RADIANT_KEYRING` with one fresh key. */
export const generateKeyring = (version = 1): string => `${version}:${randomBytes(KEY_BYTES).toString('base64')}`;

function parseEntry(entry: string, name: string): [version: number, key: KeyObject] {
  const [, version, base64] = ENTRY.exec(entry) ?? [];
  if (version === undefined || base64 === undefined) throw refused(`has a malformed ${name}`);
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) throw refused(`has a malformed ${name}`); // stray bits after the last byte
  if (new Set(bytes).size < FEWEST_DIFFERENT_BYTES) throw refused(`has a weak key in ${name}`);
  return [Number(version), createSecretKey(bytes)];
}

const refused = (problem: string): DomainError =>
  new DomainError(
    'validation_error',
    `${VARIABLE} ${problem}; expected comma-separated version:key, each version a whole number from 1 and used once, ` +
      `each key ${KEY_BYTES} random bytes in base64 (openssl rand -base64 ${KEY_BYTES})`,
    { field: VARIABLE },
  );
