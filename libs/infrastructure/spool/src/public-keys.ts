import { DomainError } from '@radiant/kernel';
import { randomUUID } from 'node:crypto';
import { open, readFile, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { diskRefused, nothingIfMissing, PRIVATE_FILE, syncDirectory } from './disk.js';

const FILE = 'public-keys.json';

/** Id of a key to the key, in PEM. */
export type PublicKeys = Readonly<Record<string, string>>;

/** @throws DomainError `internal_error` when the file is not ours, `service_unavailable` */
export async function readPublicKeys(directory: string): Promise<PublicKeys> {
  const content = await readFile(path.join(directory, FILE), 'utf8').catch(nothingIfMissing);
  return content === undefined ? {} : parse(content);
}

/** @throws DomainError `conflict` when an id has another key already, `internal_error`, `service_unavailable` */
export async function writePublicKeys(directory: string, keys: PublicKeys): Promise<void> {
  const all = new Map(Object.entries(await readPublicKeys(directory)));
  const known = all.size;
  for (const [keyId, key] of Object.entries(keys)) {
    if ((all.get(keyId) ?? key) !== key) {
      throw new DomainError('conflict', 'another public key is kept under this id', { keyId });
    }
    all.set(keyId, key);
  }
  if (all.size > known) await replace(directory, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}

/** Old or new after a crash, never half of it. */
async function replace(directory: string, content: string): Promise<void> {
  const draft = path.join(directory, `${FILE}.${randomUUID()}`);
  try {
    const file = await open(draft, 'wx', PRIVATE_FILE);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path.join(directory, FILE));
    await syncDirectory(directory);
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    throw diskRefused(error);
  }
}

function parse(content: string): PublicKeys {
  try {
    const value: unknown = JSON.parse(content);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const entries = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
      if (entries.length === Object.keys(value).length) return Object.fromEntries(entries);
    }
  } catch {
    // refused below
  }
  throw new DomainError('internal_error', 'the file of public keys is not readable');
}
