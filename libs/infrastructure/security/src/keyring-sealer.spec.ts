import { describe, expect, it, jest } from '@jest/globals';
import { DomainError, tenantId, type SealContext } from '@radiant/kernel';
import fc from 'fast-check';
import { createDecipheriv, hkdfSync } from 'node:crypto';
import { KeyringSealer } from './keyring-sealer.js';
import { generateKeyring, LocalKeyring } from './local-keyring.js';

const OVERHEAD = 33;
const FIRST = generateKeyring(1);
const SECOND = generateKeyring(2);
const sealer = new KeyringSealer(LocalKeyring.parse(FIRST));

const contexts: fc.Arbitrary<SealContext> = fc.record({
  tenantId: fc.uuid({ version: 4 }).map(tenantId),
  record: fc.string({ unit: 'binary', maxLength: 60 }),
  version: fc.nat(),
});
const texts = fc.string({ unit: 'binary', maxLength: 400 });

const context = (over: Partial<SealContext> = {}): SealContext => ({
  tenantId: tenantId('00000000-0000-4000-8000-00000000000a'),
  record: 'phi#1',
  version: 1,
  ...over,
});

const expectClosed = async (opening: Promise<string>): Promise<void> => {
  const error: unknown = await opening.then(
    () => 'opened',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DomainError);
  expect(error).toMatchObject({ code: 'internal_error', message: 'a stored value could not be opened', facts: {} });
  expect(error).not.toHaveProperty('cause');
};

describe('KeyringSealer', () => {
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

  it('opens under no other context', async () => {
    await fc.assert(
      fc.asyncProperty(contexts, contexts, texts, async (mine, other, text) => {
        const sealed = await sealer.seal(mine, text);
        for (const key of ['tenantId', 'record', 'version'] as const) {
          if (mine[key] !== other[key]) await expectClosed(sealer.open({ ...mine, [key]: other[key] }, sealed));
        }
      }),
      { numRuns: 200 },
    );
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
      fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), (bytes) => expectClosed(sealer.open(context(), bytes))),
      { numRuns: 500 },
    );
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

  it('opens what an earlier key sealed, seals with the newest, and refuses a key it does not have', async () => {
    const rotated = new KeyringSealer(LocalKeyring.parse(`${FIRST},${SECOND}`));
    const old = await sealer.seal(context(), 'sealed before the rotation');
    expect(await rotated.open(context(), old)).toBe('sealed before the rotation');
    const fresh = await rotated.seal(context(), 'sealed after it');
    expect(Buffer.from(old).readUInt32BE(1)).toBe(1);
    expect(Buffer.from(fresh).readUInt32BE(1)).toBe(2);
    expect(await rotated.open(context(), fresh)).toBe('sealed after it');
    await expectClosed(sealer.open(context(), fresh));
  });

  it('opens nothing under another master key of the same version', async () => {
    const stranger = new KeyringSealer(LocalKeyring.parse(generateKeyring(1)));
    await expectClosed(stranger.open(context(), await sealer.seal(context(), 'x')));
  });

  it('derives a data key once per tenant', async () => {
    const keyring = LocalKeyring.parse(FIRST);
    const masterKey = jest.spyOn(keyring, 'key');
    const caching = new KeyringSealer(keyring);
    const sealed = await caching.seal(context(), 'x');
    await caching.open(context(), sealed);
    await caching.seal(context({ record: 'phi#2' }), 'y');
    expect(masterKey).toHaveBeenCalledTimes(1);
    await caching.seal(context({ tenantId: tenantId('00000000-0000-4000-8000-00000000000b') }), 'z');
    expect(masterKey).toHaveBeenCalledTimes(2);
  });

  it('writes the documented form, which any AES-256-GCM can open', async () => {
    const where = context();
    const sealed = Buffer.from(await sealer.seal(where, 'Grace Hopper'));
    const master = Buffer.from(FIRST.slice(2), 'base64');
    const dataKey = Buffer.from(hkdfSync('sha256', master, 'radiant tenant data key', `1:${where.tenantId}`, 32));
    const decipher = createDecipheriv('aes-256-gcm', dataKey, sealed.subarray(5, 17), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(`[1,1,"${where.tenantId}","phi#1",1]`)).setAuthTag(sealed.subarray(-16));
    const opened = Buffer.concat([decipher.update(sealed.subarray(17, -16)), decipher.final()]);
    expect(sealed.subarray(0, 5)).toEqual(Buffer.from([1, 0, 0, 0, 1]));
    expect(opened.toString()).toBe('Grace Hopper');
  });
});
