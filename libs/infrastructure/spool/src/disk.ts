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
    const first = await makeDirectories(path.resolve(directory));
    if (((await stat(directory)).mode & OTHERS) !== 0) await chmod(directory, PRIVATE_DIRECTORY);
    if (first !== undefined) for (const parent of parentsOf(directory, first)) await syncDirectory(parent);
  } catch (error) {
    throw diskRefused(error);
  }
}

/**
 * As `mkdir` with `recursive`, which tries for ever where nothing can be made although the parent is there, as in /proc.
 * @returns the uppermost that was made.
 */
async function makeDirectories(directory: string): Promise<string | undefined> {
  const made = await makeDirectory(directory);
  if (made !== 'no parent') return made;
  const first = await makeDirectories(path.dirname(directory));
  const own = await makeDirectory(directory);
  if (own === 'no parent') throw Object.assign(new Error('the directory can not be made'), { code: 'ENOENT' });
  return first ?? own;
}

/** @returns its path when it was made, undefined when it is there already. */
async function makeDirectory(directory: string): Promise<string | undefined> {
  try {
    await mkdir(directory, { mode: PRIVATE_DIRECTORY });
    return directory;
  } catch (error) {
    if (isFileError(error, 'ENOENT') && directory !== path.dirname(directory)) return 'no parent';
    if (isFileError(error, 'EEXIST') && (await stat(directory)).isDirectory()) return undefined;
    throw error;
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
