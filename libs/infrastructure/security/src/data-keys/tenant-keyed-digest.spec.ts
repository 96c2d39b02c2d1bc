import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHmac, hkdfSync } from 'node:crypto';
import { CLINIC, deployment, failureOf, HOSPITAL } from '../../test/replicas.js';
import { TenantKeyedDigest } from './tenant-keyed-digest.js';

describe('TenantKeyedDigest', () => {
  const world = () => {
    const { clock, replica } = deployment();
    const { keys } = replica();
    return { clock, keys, digests: new TenantKeyedDigest(keys), other: () => new TenantKeyedDigest(replica().keys) };
  };

  it('is HMAC-SHA-256 under a key derived from the first data key, each text in order', async () => {
    const { keys, digests } = world();
    const { key } = await keys.current(CLINIC, 'tenant');
    const derived = Buffer.from(hkdfSync('sha256', key.export(), 'radiant keyed digest', 'audit-subject', 32));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 }), async (texts) => {
        const expected = texts.map((text) => createHmac('sha256', derived).update(text).digest('hex'));
        expect(await digests.digest(CLINIC, 'audit-subject', texts)).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('tells equal texts equal on every replica', async () => {
    const { digests, other } = world();
    const [mine] = await digests.digest(CLINIC, 'audit-subject', ['MRN 123']);
    expect(await other().digest(CLINIC, 'audit-subject', ['MRN 123', 'MRN 124'])).toEqual([
      mine,
      expect.not.stringMatching(mine!),
    ]);
  });

  it('keeps tenants and purposes apart', async () => {
    const { digests } = world();
    const all = await Promise.all([
      digests.digest(CLINIC, 'audit-subject', ['x']),
      digests.digest(CLINIC, 'idempotency', ['x']),
      digests.digest(HOSPITAL, 'audit-subject', ['x']),
    ]);
    expect(new Set(all.flat()).size).toBe(3);
  });

  it('stays equal after a rotation', async () => {
    const { keys, digests, other } = world();
    const before = await digests.digest(CLINIC, 'audit-subject', ['x']);
    await keys.rotate(CLINIC, 'tenant');
    expect(await digests.digest(CLINIC, 'audit-subject', ['x'])).toEqual(before);
    expect(await other().digest(CLINIC, 'audit-subject', ['x'])).toEqual(before);
  });

  it('is refused when the tenant has been shredded, on another replica within 5 s', async () => {
    const { clock, keys, digests, other } = world();
    const elsewhere = other();
    await elsewhere.digest(CLINIC, 'audit-subject', ['x']);
    await keys.destroy(CLINIC, 'tenant');
    clock.advance(5_000);
    for (const each of [digests, elsewhere]) {
      expect(await failureOf(each.digest(CLINIC, 'audit-subject', ['x']))).toMatchObject({ code: 'not_found' });
    }
  });
});
