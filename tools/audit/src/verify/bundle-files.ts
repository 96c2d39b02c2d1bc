import { verifyManifest, SignatureVerifier, type EvidenceFile, type EvidenceManifest } from '@radiant/audit';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isUuid, tenantId, type TenantId } from '@radiant/kernel';
import { json } from './row-fields.js';
import type { Findings } from './findings.js';

export const MANIFEST_FILE = 'manifest.json';
export const CHAIN_FILE = 'audit.jsonl';

/** `unreadable`: there is a file, and it is no manifest. */
export async function readManifest(directory: string): Promise<EvidenceManifest | 'unreadable' | undefined> {
  const text = await readFile(path.join(directory, MANIFEST_FILE), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const value = json(text);
  if (typeof value !== 'object' || value === null) return 'unreadable';
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const { text: signed, keyId, signature } = fields;
  return typeof signed === 'string' && typeof keyId === 'string' && typeof signature === 'string'
    ? { text: signed, keyId, signature }
    : 'unreadable';
}

/** Whose trail a manifest says the bundle is. */
export function tenantOf({ text }: EvidenceManifest): TenantId | undefined {
  const manifest = json(text);
  if (typeof manifest !== 'object' || manifest === null || !('about' in manifest)) return undefined;
  const { about } = manifest;
  if (typeof about !== 'object' || about === null || !('tenantId' in about)) return undefined;
  return typeof about.tenantId === 'string' && isUuid(about.tenantId) ? tenantId(about.tenantId) : undefined;
}

/** Names of all files within a folder, those of inner folders with slashes, without the manifest. */
export async function bundleFiles(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((name) => name !== MANIFEST_FILE)
    .sort();
}

/** A file with its hash; read a chunk at a time. */
export async function hashed(directory: string, name: string): Promise<EvidenceFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  const chunks: AsyncIterable<Buffer> = createReadStream(path.join(directory, name));
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { name, sha256: hash.digest('hex'), bytes };
}

/**
 * Tells what differs from the signed list. Where the signature is not good the list itself may be forged, and what
 * differs from it is told all the same: it may show what was changed.
 */
export function checkManifest(
  manifest: EvidenceManifest,
  present: readonly EvidenceFile[],
  signatures: SignatureVerifier,
  findings: Findings,
): void {
  const problems = verifyManifest(manifest, present, signatures);
  for (const { name, message } of problems) findings.add(name ?? MANIFEST_FILE, message);
  if (!problems.some(({ kind }) => kind === 'signature')) return;
  for (const { kind, name, message } of verifyManifest(manifest, present, new AnySignature())) {
    if (kind !== 'signature' && name !== undefined)
      findings.add(name, `${message} (the list itself is not to be trusted)`);
  }
}

/** For a second look at a list that nobody is known to have signed. */
class AnySignature extends SignatureVerifier {
  verify(): boolean {
    return true;
  }
}
