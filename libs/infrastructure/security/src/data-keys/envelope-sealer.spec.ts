import { describe, expect, it } from '@jest/globals';
import { fromBase64, tenantId, type SealContext } from '@radiant/kernel';
import fc from 'fast-check';
import { createDecipheriv } from 'node:crypto';
import { CLINIC, deployment, failureOf, HOSPITAL } from '../../test/replicas.js';

const OVERHEAD = 33;
const { keys, sealer } = deployment().replica();

const tenants = fc.constantFrom(CLINIC, HOSPITAL, tenantId('00000000-0000-4000-8000-00000000000a'));
const contexts: fc.Arbitrary<SealContext> = fc.record(
  {
    tenantId: tenants,
    record: fc.string({ unit: 'binary', maxLength: 60 }),
    version: fc.nat(),
    keyScope: fc.constantFrom('tenant', 'session#1', 'session#2'),
  },
  { requiredKeys: ['tenantId', 'record', 'version'] },
);
const texts = fc.string({ unit: 'binary', maxLength: 400 });

const context = (over: Partial<SealContext> = {}): SealContext => ({
  tenantId: CLINIC,
  record: 'phi#1',
  version: 1,
  ...over,
});

/** Of what has a key of its own, which another deployment, or a database that was restored, may not know. */
const OWN_KEY = context({ keyScope: 'session#1' });

const expectClosed = async (opening: Promise<string>): Promise<void> => {
  const error = await failureOf(opening);
  expect(error).toMatchObject({ code: 'internal_error', message: 'a stored value could not be opened', facts: {} });
  expect(error).not.toHaveProperty('cause');
};

describe('EnvelopeSealer', () => {
  it('gives back every text under the context it was sealed with', async () => {
    await fc.assert(
      fc.asyncProperty(contexts, texts, async (where, text) => {
        const sealed = await sealer.seal(where, text);
        expect(sealed).toHaveLength(Buffer.byteLength(text) + OVERHEAD);
        expect(await sealer.open(where, sealed)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('gives it back from base64, where it was sealed to that', async () => {
    await fc.assert(
      fc.asyncProperty(contexts, texts, async (where, text) => {
        const sealed = fromBase64(await sealer.sealToText(where, text));
        expect(await sealer.open(where, sealed)).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  it('opens under no other tenant, scope, record or version', async () => {
    await fc.assert(
      fc.asyncProperty(contexts, contexts, texts, async (mine, other, text) => {
        const sealed = await sealer.seal(mine, text);
        for (const key of ['tenantId', 'record', 'version', 'keyScope'] as const) {
          const same =
            key === 'keyScope' ? (mine[key] ?? 'tenant') === (other[key] ?? 'tenant') : mine[key] === other[key];
          if (same) continue;
          await sealer.seal({ ...mine, [key]: other[key] }, ''); // so that there is a key, and it is not that one
          await expectClosed(sealer.open({ ...mine, [key]: other[key] }, sealed));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('takes no scope for that of the tenant', async () => {
    const sealed = await sealer.seal(context(), 'Ada Lovelace');
    expect(await sealer.open(context({ keyScope: 'tenant' }), sealed)).toBe('Ada Lovelace');
  });

  it('opens no bytes that were altered, wherever the change is', async () => {
    const sealed = await sealer.seal(context(), 'Ada Lovelace');
    for (let position = 0; position < sealed.length; position += 1) {
      for (const mask of [1, 0x80]) {
        const altered = Uint8Array.from(sealed, (byte, at) => (at === position ? byte ^ mask : byte));
        await expectClosed(sealer.open(context(), altered));
      }
    }
  });

  it('opens no bytes that were cut or lengthened, so that a shorter tag is never enough', async () => {
    const sealed = await sealer.seal(context(), 'Ada Lovelace');
    for (let length = 0; length < sealed.length; length += 1) {
      await expectClosed(sealer.open(context(), sealed.slice(0, length)));
    }
    await expectClosed(sealer.open(context(), Uint8Array.from([...sealed, 0])));
  });

  it('opens no arbitrary bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), async (bytes) => {
        await expectClosed(sealer.open(context(), bytes));
        await expectClosed(sealer.open(context(), Uint8Array.of(2, 0, 0, 0, 1, ...bytes)));
      }),
      { numRuns: 300 },
    );
  });

  it('makes no key for what it opens', async () => {
    const { store, replica } = deployment();
    const elsewhere = replica();
    await expectClosed(elsewhere.sealer.open(context(), await sealer.seal(context(), 'x')));
    await expect(elsewhere.sealer.open(OWN_KEY, await sealer.seal(OWN_KEY, 'x'))).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(store.keys).toEqual([]);
  });

  it('keeps contexts apart whose parts only read alike when joined', async () => {
    const sealed = await sealer.seal(context({ record: 'phi#1', version: 11 }), 'x');
    for (const other of [
      { record: 'phi#11', version: 1 },
      { record: 'phi#1",1', version: 1 },
      { record: 'phi#1\0', version: 11 },
    ]) {
      await expectClosed(sealer.open(context(other), sealed));
    }
    const lone = await sealer.seal(context({ record: '\ud800' }), 'x');
    await expectClosed(sealer.open(context({ record: '\udfff' }), lone));
  });

  it('never seals one text to the same bytes twice', async () => {
    const sealed = await Promise.all(Array.from({ length: 500 }, () => sealer.seal(context(), 'same')));
    const nonces = sealed.map((bytes) => Buffer.from(bytes).toString('hex', 5, 17));
    expect(new Set(nonces).size).toBe(500);
  });

  it('writes the documented form, which any AES-256-GCM can open', async () => {
    const where = context({ keyScope: 'session#7' });
    await keys.rotate(CLINIC, 'session#7');
    expect(await keys.rotate(CLINIC, 'session#7')).toBe(2);
    const sealed = Buffer.from(await sealer.seal(where, 'Grace Hopper'));
    const { key } = await keys.current(CLINIC, 'session#7');
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(5, 17), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(`[2,2,"${CLINIC}","session#7","phi#1",1]`)).setAuthTag(sealed.subarray(-16));
    const opened = Buffer.concat([decipher.update(sealed.subarray(17, -16)), decipher.final()]);
    expect(sealed.subarray(0, 5)).toEqual(Buffer.from([2, 0, 0, 0, 2]));
    expect(opened.toString()).toBe('Grace Hopper');
  });
});
