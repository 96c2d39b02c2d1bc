import type { Checkpoint, ChainReport, EvidenceFile } from '@radiant/audit';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { NotUnderstood } from '../not-understood.js';
import {
  bundleFiles,
  CHAIN_FILE,
  checkManifest,
  hashed,
  MANIFEST_FILE,
  readManifest,
  tenantOf,
} from './bundle-files.js';
import { verifyChainFile, type ChainResult } from './chain-file.js';
import { CHECKPOINTS_FILE, PUBLIC_KEYS_FILE } from './checkpoints.js';
import { Findings, type Finding } from './findings.js';
import { Signed } from './signed.js';

/** What is in a bundle without a manifest; anything else there is vouched for by nobody. */
const VERIFIED_BY_ITSELF: ReadonlySet<string> = new Set([CHAIN_FILE, CHECKPOINTS_FILE, PUBLIC_KEYS_FILE]);

export interface Verified {
  readonly path: string;
  readonly kind: 'bundle' | 'export';
  /** Undefined when there is neither a row nor a checkpoint. */
  readonly chain: ChainReport | undefined;
  readonly unsealed: number;
  readonly checkpoints: readonly Checkpoint[];
  /** Of the key that signed the list of files; undefined without such a list. */
  readonly manifestKey: string | undefined;
  /** Files whose hashes were compared with the list. */
  readonly files: number;
  /** The folder that the public keys were read from; undefined: from nowhere. */
  readonly keysFrom: string | undefined;
  readonly findingCount: number;
  readonly findings: readonly Finding[];
}

/**
 * Verifies a bundle of evidence (a folder), or a file of `GET /api/v2/audit/export?format=jsonl`, with nothing but what
 * is given.
 * @param checkpoints a folder with checkpoints and public keys. For a bundle the keys alone are taken from it, instead of
 * the bundle's own: who forges a bundle can put keys of his own into it, and not there.
 * @throws NotUnderstood
 */
export async function verify(target: string, checkpoints?: string): Promise<Verified> {
  const found = await stat(target).catch(() => undefined);
  if (found?.isDirectory()) return verifyBundle(target, checkpoints);
  if (found?.isFile()) return verifyExport(target, checkpoints);
  throw new NotUnderstood(`${target} is neither a folder nor a file`);
}

async function verifyExport(file: string, checkpointFolder: string | undefined): Promise<Verified> {
  const findings = new Findings();
  const signed = new Signed(checkpointFolder, findings, checkpointFolder, true);
  const chain = await verifyChainFile(
    { path: file, name: path.basename(file), byTime: true },
    undefined,
    signed.expected,
    findings,
  );
  return result(file, chain, signed, findings, { kind: 'export', manifestKey: undefined, files: 0 });
}

async function verifyBundle(directory: string, trusted: string | undefined): Promise<Verified> {
  const names = await bundleFiles(directory);
  const manifest = await readManifest(directory);
  if (!names.includes(CHAIN_FILE) && manifest === undefined) {
    throw new NotUnderstood(`${directory} is no bundle: there is no ${CHAIN_FILE}`);
  }
  const findings = new Findings();
  const signed = new Signed(directory, findings, trusted);
  const listed = manifest === 'unreadable' ? undefined : manifest;
  const present: EvidenceFile[] = [];
  let chain: ChainResult | undefined;
  if (names.includes(CHAIN_FILE)) {
    const file = { path: path.join(directory, CHAIN_FILE), name: CHAIN_FILE, byTime: false };
    chain = await verifyChainFile(file, listed && tenantOf(listed), signed.expected, findings).catch(
      (error: unknown) => {
        if (!(error instanceof NotUnderstood) || !listed) throw error;
        findings.add(CHAIN_FILE, 'the file holds no rows of an audit trail');
        return undefined;
      },
    );
  }
  for (const name of names) {
    if (name === CHAIN_FILE && chain) present.push({ name, sha256: chain.sha256, bytes: chain.bytes });
    else present.push(await hashed(directory, name));
  }
  if (listed) checkManifest(listed, present, (await signed.keys()).verifier, findings);
  else tellWithoutManifest(names, manifest === 'unreadable', findings);
  const files = listed ? present.length : 0;
  return result(directory, chain, signed, findings, { kind: 'bundle', manifestKey: listed?.keyId, files });
}

function tellWithoutManifest(names: readonly string[], unreadable: boolean, findings: Findings): void {
  if (unreadable) findings.add(MANIFEST_FILE, 'this is no manifest');
  const others = names.filter((name) => !VERIFIED_BY_ITSELF.has(name));
  if (others.length > 0)
    findings.add(MANIFEST_FILE, `it is not there, and nothing else vouches for ${others.join(', ')}`);
}

function result(
  target: string,
  chain: ChainResult | undefined,
  signed: Signed,
  findings: Findings,
  rest: Pick<Verified, 'kind' | 'manifestKey' | 'files'>,
): Verified {
  return {
    path: target,
    kind: rest.kind,
    chain: chain?.report,
    unsealed: chain?.unsealed ?? 0,
    checkpoints: signed.checkpoints,
    manifestKey: rest.manifestKey,
    files: rest.files,
    keysFrom: signed.keysFrom,
    findingCount: findings.count,
    findings: findings.list,
  };
}
