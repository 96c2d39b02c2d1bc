import { describe, expect, it } from '@jest/globals';
import { FixedClock } from '@radiant/kernel/testing';
import type { Checkpoint } from './audit-row.js';
import { checkpointText, isSigned, signCheckpoint } from './checkpoint.js';
import { CLINIC, FakeCheckpointSigner, FakeSignatureVerifier, HOSPITAL, NOON } from './testing/index.js';

const HEAD = { tenantId: CLINIC, sequence: 42, hash: 'f'.repeat(64) };

describe('a checkpoint', () => {
  it('signs tenant, sequence, hash and moment', async () => {
    expect(checkpointText({ ...HEAD, at: NOON })).toBe(`${CLINIC}|42|${'f'.repeat(64)}|2026-03-10T12:00:00.000Z`);
    expect(await signCheckpoint(HEAD, new FixedClock(NOON), new FakeCheckpointSigner())).toEqual({
      ...HEAD,
      at: NOON,
      keyId: 'test:1',
      signature: `signed by test:1: ${checkpointText({ ...HEAD, at: NOON })}`,
    });
  });

  it.each<Partial<Checkpoint>>([
    { tenantId: HOSPITAL },
    { sequence: 43 },
    { hash: 'e'.repeat(64) },
    { at: NOON + 1 },
    { keyId: 'test:2' },
    { signature: '' },
  ])('is not signed any more with %j', async (change) => {
    const checkpoint = await signCheckpoint(HEAD, new FixedClock(NOON), new FakeCheckpointSigner());
    const verifier = new FakeSignatureVerifier(['test:1', 'test:2']);
    expect(isSigned(checkpoint, verifier)).toBe(true);
    expect(isSigned({ ...checkpoint, ...change }, verifier)).toBe(false);
  });

  it('is not signed by a key that nobody knows', async () => {
    const checkpoint = await signCheckpoint(HEAD, new FixedClock(NOON), new FakeCheckpointSigner('other:1'));
    expect(isSigned(checkpoint, new FakeSignatureVerifier())).toBe(false);
  });
});
