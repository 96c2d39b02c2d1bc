import { beforeEach, describe, expect, it } from '@jest/globals';
import { FixedClock } from '@radiant/kernel/testing';
import { buildManifest, verifyManifest, type EvidenceFile, type EvidenceManifest } from './evidence-manifest.js';
import { CLINIC, FakeCheckpointSigner, FakeSignatureVerifier, NOON } from './testing/index.js';

const FILES: readonly EvidenceFile[] = [
  { name: 'audit.jsonl', sha256: 'a'.repeat(64), bytes: 1_234 },
  { name: 'access/review.csv', sha256: 'b'.repeat(64), bytes: 0 },
];
const signer = new FakeCheckpointSigner();
const verifier = new FakeSignatureVerifier();
const build = (files: readonly EvidenceFile[]): Promise<EvidenceManifest> =>
  buildManifest(files, { tenantId: CLINIC, rows: 7 }, signer, new FixedClock(NOON));

describe('an evidence manifest', () => {
  let manifest: EvidenceManifest;

  beforeEach(async () => {
    manifest = await build(FILES);
  });

  it('lists the files by name, says what they are about and when', () => {
    expect(JSON.parse(manifest.text)).toEqual({
      manifest: 1,
      createdAt: '2026-03-10T12:00:00.000Z',
      about: { tenantId: CLINIC, rows: 7 },
      files: [FILES[1], FILES[0]],
    });
  });

  it('is the same text whatever the order of the files', async () => {
    expect((await build(FILES.toReversed())).text).toBe(manifest.text);
  });

  it('finds nothing wrong with the files that it lists', () => {
    expect(verifyManifest(manifest, FILES, verifier)).toEqual([]);
  });

  it.each<[string, readonly EvidenceFile[], object[]]>([
    ['a missing file', FILES.slice(1), [{ kind: 'missing', name: 'audit.jsonl' }]],
    [
      'an altered file',
      [{ ...FILES[0]!, sha256: 'c'.repeat(64) }, FILES[1]!],
      [{ kind: 'altered', name: 'audit.jsonl' }],
    ],
    ['a cut file', [{ ...FILES[0]!, bytes: 1 }, FILES[1]!], [{ kind: 'altered', name: 'audit.jsonl' }]],
    ['a file beside', [...FILES, { ...FILES[0]!, name: 'new' }], [{ kind: 'unexpected', name: 'new' }]],
    ['two files of one name', [...FILES, { ...FILES[0]!, bytes: 1 }], [{ kind: 'altered', name: 'audit.jsonl' }]],
  ])('finds %s', (_, present, problems) => {
    expect(verifyManifest(manifest, present, verifier)).toMatchObject(problems);
    expect(verifyManifest(manifest, present, verifier)).toHaveLength(problems.length);
  });

  it('trusts no list that was changed or that an unknown key signed', async () => {
    const changed = { ...manifest, text: manifest.text.replace('"rows":7', '"rows":8') };
    expect(verifyManifest(changed, FILES, verifier)).toMatchObject([{ kind: 'signature' }]);
    expect(verifyManifest(manifest, FILES, new FakeSignatureVerifier([]))).toMatchObject([{ kind: 'signature' }]);
  });

  it.each([`${CLINIC}|1|${'0'.repeat(64)}|2026-03-10T12:00:00.000Z`, '{"manifest":1,"files":[{"name":1}]}'])(
    'does not take another signed text for a list: %s',
    async (text) => {
      const { keyId, signature } = await signer.sign(text);
      expect(verifyManifest({ text, keyId, signature }, [], verifier)).toMatchObject([{ kind: 'signature' }]);
    },
  );

  it.each(['', '/etc/passwd', '../audit.jsonl', 'a/../b', 'a//b', 'a\\b', 'C:x', '.hidden', 'a/'])(
    'refuses the name %j',
    async (name) => {
      await expect(build([{ ...FILES[0]!, name }])).rejects.toMatchObject({ code: 'validation_error' });
    },
  );

  it('refuses two files of one name', async () => {
    await expect(build([FILES[0]!, FILES[0]!])).rejects.toMatchObject({ code: 'validation_error' });
  });
});
