import { DomainError } from '@radiant/kernel';
import { chmod, mkdir, open, stat } from 'node:fs/promises';
import path from 'node:path';

/** Only the account of the process reads what is spooled. */
export const PRIVATE_FILE = 0o600;
const PRIVATE_DIRECTORY = 0o700;
const OTHERS = 0o077;

/** What a caller is told when the disk refuses; the system's text stays in `cause`. */
export const diskRefused = (cause: unknown): DomainError =>
  new DomainError('service_unavailable', 'the disk could not be read or written', { retryAfterSeconds: 1 }, { cause });

/** Whether an error of the file system carries this code, such as `ENOENT`. */
export const isFileError = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;

/** Makes the entries of a directory durable: without it a power cut can take a synced file's name away. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * The directory exists, durably, and nobody else may enter it (mode 700).
 * @throws DomainError `service_unavailable`
 */
export async function ensurePrivateDirectory(directory: string): Promise<void> {
  try {
    const first = await mkdir(directory, { recursive: true, mode: PRIVATE_DIRECTORY });
    if (((await stat(directory)).mode & OTHERS) !== 0) await chmod(directory, PRIVATE_DIRECTORY);
    if (first !== undefined) for (const parent of parentsOf(directory, first)) await syncDirectory(parent);
  } catch (error) {
    throw diskRefused(error);
  }
}

/** The parents of the directories that were just made, from `directory` up to `first`. */
function parentsOf(directory: string, first: string): string[] {
  const top = path.dirname(path.resolve(first));
  const parents: string[] = [];
  let parent = path.dirname(path.resolve(directory));
  while (parent.length > top.length) {
    parents.push(parent);
    parent = path.dirname(parent);
  }
  return [...parents, top];
}

/** For `catch`: nothing when the file is not there. @throws DomainError `service_unavailable` for anything else. */
export function nothingIfMissing(error: unknown): undefined {
  if (!isFileError(error, 'ENOENT')) throw diskRefused(error);
}
