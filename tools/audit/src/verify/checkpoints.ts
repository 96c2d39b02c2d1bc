import type { Checkpoint } from '@radiant/audit';
import { isUuid, tenantId, type TenantId } from '@radiant/kernel';
import { Ed25519Verifier } from '@radiant/security';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { NotUnderstood } from '../not-understood.js';
import { isHash, isSequence, json } from './row-fields.js';

export const CHECKPOINTS_FILE = 'checkpoints.jsonl';
export const PUBLIC_KEYS_FILE = 'public-keys.json';

/** What was signed, and by whose keys that can be checked. */
export interface SignedCheckpoints {
  readonly checkpoints: readonly Checkpoint[];
  /** Numbers, from 1, of lines that are no checkpoint. */
  readonly unreadableLines: readonly number[];
  /** Of the file that holds them. */
  readonly file: string;
}

/** A checkpoint as a line of JSON, with its line break. */
export const toCheckpointLine = ({ tenantId: tenant, sequence, hash, at, keyId, signature }: Checkpoint): string =>
  `${JSON.stringify({ tenantId: tenant, sequence, hash, at, keyId, signature })}\n`;

/**
 * A tenant's checkpoints in a bundle, or in the folder where a running gateway keeps them (`<tenant>.jsonl`). None when
 * there is no such file.
 */
export async function readCheckpoints(directory: string, tenant: TenantId | undefined): Promise<SignedCheckpoints> {
  const names = [...(tenant === undefined ? [] : [`${tenant}.jsonl`]), CHECKPOINTS_FILE];
  for (const file of names) {
    const content = await contentOf(path.join(directory, file));
    if (content !== undefined) return { ...parse(content), file };
  }
  return { checkpoints: [], unreadableLines: [], file: CHECKPOINTS_FILE };
}

function parse(content: string): Pick<SignedCheckpoints, 'checkpoints' | 'unreadableLines'> {
  const checkpoints: Checkpoint[] = [];
  const unreadableLines: number[] = [];
  const lines = content.split('\n');
  for (const [index, line] of lines.entries()) {
    if (line === '' && index === lines.length - 1) break;
    const checkpoint = checkpointOf(line);
    if (checkpoint) checkpoints.push(checkpoint);
    else unreadableLines.push(index + 1);
  }
  return { checkpoints, unreadableLines };
}

function checkpointOf(line: string): Checkpoint | undefined {
  const fields = json(line);
  if (typeof fields !== 'object' || fields === null) return undefined;
  const { tenantId: tenant, sequence, hash, at, keyId, signature }: Record<string, unknown> = { ...fields };
  if (typeof tenant !== 'string' || !isUuid(tenant) || !isSequence(sequence) || !isHash(hash)) return undefined;
  if (!isInstant(at) || typeof keyId !== 'string' || typeof signature !== 'string') return undefined;
  const checkpoint: Checkpoint = { tenantId: tenantId(tenant), sequence, hash, at, keyId, signature };
  return toCheckpointLine(checkpoint) === `${line}\n` ? checkpoint : undefined;
}

const isInstant = (value: unknown): value is number => Number.isSafeInteger(value);

/** Public keys; their ids are computed and not believed. */
export interface PublicKeys {
  readonly verifier: Ed25519Verifier;
  /** Undefined when the file holds what it should. */
  readonly problem: string | undefined;
}

/** The keys of a folder; none when they are not there or can't be read. */
export async function readPublicKeys(directory: string): Promise<PublicKeys> {
  const content = await contentOf(path.join(directory, PUBLIC_KEYS_FILE));
  const none = { verifier: new Ed25519Verifier([]) };
  if (content === undefined) return { ...none, problem: 'the file is not there' };
  const keys = json(content);
  if (typeof keys !== 'object' || keys === null) return { ...none, problem: 'this is no file of public keys' };
  const pems = Object.values(keys).filter((pem): pem is string => typeof pem === 'string');
  try {
    return { verifier: new Ed25519Verifier(pems), problem: undefined };
  } catch {
    return { ...none, problem: 'this is no file of public keys' };
  }
}

async function contentOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error) {
      if (error.code === 'ENOENT') return undefined;
      if (error.code === 'ENOTDIR') throw new NotUnderstood(`${path.dirname(file)} is not a folder`);
    }
    throw new NotUnderstood(`${file} can not be read`);
  }
}
