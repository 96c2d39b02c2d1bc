import { DomainError, type AuditDetails, type Clock } from '@radiant/kernel';
import { moment } from './moment.js';
import type { CheckpointSigner, SignatureVerifier } from './ports/checkpoint-signer.js';

/** A file of an evidence bundle. */
export interface EvidenceFile {
  /** Within the bundle, e.g. `audit.jsonl`. */
  readonly name: string;
  /** In lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** What a bundle is about: tenant, period, counts, results. Never a value of a patient. */
export type EvidenceAbout = AuditDetails;

/** The list of a bundle's files, as it was signed. */
export interface EvidenceManifest {
  /** JSON: `{"manifest":1,"createdAt","about","files"}`. */
  readonly text: string;
  readonly keyId: string;
  /** Over `text`; base64. */
  readonly signature: string;
}

export interface ManifestProblem {
  readonly kind: 'signature' | 'missing' | 'altered' | 'unexpected';
  /** Of the file; undefined when it is the manifest itself. */
  readonly name: string | undefined;
  readonly message: string;
}

/** A name is a relative path without steps upwards, so that unpacking writes nowhere else. */
const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/**
 * A signed list of files. Its text begins with `{"manifest"` and a checkpoint's with a tenant's id: one can't stand in for
 * the other, though the same key signs both.
 * @throws DomainError `validation_error` when two files have one name or a name leads out of the bundle; what the signer throws.
 */
export async function buildManifest(
  files: readonly EvidenceFile[],
  about: EvidenceAbout,
  signer: CheckpointSigner,
  clock: Clock,
): Promise<EvidenceManifest> {
  const listed = files.map(({ name, sha256, bytes }) => ({ name, sha256, bytes }));
  const names = new Set(listed.map(({ name }) => name));
  if (names.size < listed.length || listed.some(({ name }) => !NAME.test(name))) {
    throw new DomainError('validation_error', 'each file of a bundle needs a relative name of its own', {
      field: 'name',
    });
  }
  listed.sort((a, b) => (a.name < b.name ? -1 : 1));
  const text = JSON.stringify({ manifest: 1, createdAt: moment(clock.now()), about, files: listed });
  const { keyId, signature } = await signer.sign(text);
  return { text, keyId, signature };
}

/** What is wrong with a bundle, given the files that are there now; nothing when it is whole and untouched. */
export function verifyManifest(
  manifest: EvidenceManifest,
  present: readonly EvidenceFile[],
  verifier: SignatureVerifier,
): readonly ManifestProblem[] {
  const { keyId, text, signature } = manifest;
  const listed = verifier.verify(keyId, text, signature) ? listedFiles(text) : undefined;
  if (!listed) {
    return [{ kind: 'signature', name: undefined, message: 'no known key signed this manifest' }];
  }
  const names = new Set(listed.map(({ name }) => name));
  return [
    ...listed.flatMap((file) => fileProblems(file, present)),
    ...present
      .filter(({ name }) => !names.has(name))
      .map(({ name }) => problem('unexpected', name, 'the manifest does not list this file')),
  ];
}

function fileProblems(file: EvidenceFile, present: readonly EvidenceFile[]): readonly ManifestProblem[] {
  const found = present.filter(({ name }) => name === file.name);
  if (found.length === 0) return [problem('missing', file.name, 'the file is not there')];
  return found.every(({ sha256, bytes }) => sha256 === file.sha256 && bytes === file.bytes)
    ? []
    : [problem('altered', file.name, 'the file is not the one that was listed')];
}

const problem = (kind: ManifestProblem['kind'], name: string, message: string): ManifestProblem => ({
  kind,
  name,
  message,
});

/** Undefined for a signed text that is no manifest, such as a checkpoint's. */
function listedFiles(text: string): readonly EvidenceFile[] | undefined {
  if (!text.startsWith('{"manifest":1,')) return undefined;
  const manifest: unknown = JSON.parse(text);
  if (typeof manifest !== 'object' || manifest === null || !('files' in manifest)) return undefined;
  const { files } = manifest;
  return Array.isArray(files) && files.every(isFile) ? files : undefined;
}

const isFile = (value: unknown): value is EvidenceFile =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'sha256' in value &&
  typeof value.sha256 === 'string' &&
  'bytes' in value &&
  typeof value.bytes === 'number';
