import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { KMSClient } from '@aws-sdk/client-kms';
import { createDecipheriv, createSecretKey, generateKeySync, type KeyObject } from 'node:crypto';
import { AWS_TEXT, AwsFailure, FakeAwsEndpoint } from '../../test/fake-aws-endpoint.js';
import { FakeKms, KEY_ALIAS, KEY_ARN } from '../../test/fake-kms.js';
import { CLINIC, deployment, failureOf, FIRST, HOSPITAL, SECOND, wrapperOf } from '../../test/replicas.js';
import { createKmsClient } from '../aws-clients.js';
import type { KeyWrapper, WrapContext } from './key-wrapper.js';
import { KmsKeyWrapper } from './kms-key-wrapper.js';

const PLACE: WrapContext = { tenantId: CLINIC, scope: 'tenant', version: 1 };
const ELSEWHERE: readonly WrapContext[] = [
  { ...PLACE, tenantId: HOSPITAL },
  { ...PLACE, scope: 'session#1' },
  { ...PLACE, version: 2 },
];
const dataKey = (): KeyObject => generateKeySync('aes', { length: 256 });
const notUnwrapped = { code: 'internal_error', message: 'a data key could not be unwrapped', facts: {} };

/** What both wrappers do. */
function describeKeyWrapper(make: () => KeyWrapper): void {
  it('gives back the key in its place', async () => {
    const key = dataKey();
    const { wrapped, wrappedBy } = await make().wrap(PLACE, key);
    expect((await make().unwrap(PLACE, wrapped, wrappedBy)).equals(key)).toBe(true);
    expect(Buffer.from(wrapped).includes(key.export())).toBe(false);
  });

  it('gives it back in no other place', async () => {
    const { wrapped, wrappedBy } = await make().wrap(PLACE, dataKey());
    for (const place of ELSEWHERE) {
      expect(await failureOf(make().unwrap(place, wrapped, wrappedBy))).toMatchObject(notUnwrapped);
    }
  });

  it('unwraps no altered, cut or lengthened bytes', async () => {
    const { wrapped, wrappedBy } = await make().wrap(PLACE, dataKey());
    for (let at = 0; at < wrapped.length; at += 1) {
      const altered = Uint8Array.from(wrapped, (byte, index) => (index === at ? byte ^ 1 : byte));
      const cut = wrapped.slice(0, at);
      for (const bytes of at === 0 ? [altered] : [altered, cut]) {
        expect(await failureOf(make().unwrap(PLACE, bytes, wrappedBy))).toMatchObject(notUnwrapped);
      }
    }
    const longer = Uint8Array.from([...wrapped, 0]);
    expect(await failureOf(make().unwrap(PLACE, longer, wrappedBy))).toMatchObject(notUnwrapped);
  });

  it('unwraps nothing but a key of 32 bytes', async () => {
    const { wrapped, wrappedBy } = await make().wrap(PLACE, createSecretKey(Buffer.alloc(16, 7)));
    expect(await failureOf(make().unwrap(PLACE, wrapped, wrappedBy))).toMatchObject(notUnwrapped);
  });

  it('wipes the copy of the bytes that it wraps', async () => {
    const key = dataKey();
    const copies: Buffer[] = [];
    const before = key.export();
    const value = (): Buffer => {
      copies.push(Buffer.from(before));
      return copies.at(-1)!;
    };
    Object.defineProperty(key, 'export', { value });
    const { wrapped, wrappedBy } = await make().wrap(PLACE, key);
    expect(copies.map((bytes) => bytes.equals(Buffer.alloc(32)))).toEqual([true]);
    expect((await make().unwrap(PLACE, wrapped, wrappedBy)).export().equals(before)).toBe(true);
  });
}

describe('LocalKeyWrapper', () => {
  describeKeyWrapper(() => wrapperOf(FIRST));

  it('unwraps no empty bytes', async () => {
    expect(await failureOf(wrapperOf(FIRST).unwrap(PLACE, new Uint8Array(), 'local:1'))).toMatchObject(notUnwrapped);
  });

  it('wraps under the highest version of the ring and unwraps under each', async () => {
    const key = dataKey();
    const old = await wrapperOf(FIRST).wrap(PLACE, key);
    const both = wrapperOf(FIRST, SECOND);
    expect(both.current).toBe('local:2');
    expect((await both.unwrap(PLACE, old.wrapped, old.wrappedBy)).equals(key)).toBe(true);
    expect((await both.wrap(PLACE, key)).wrappedBy).toBe('local:2');
  });

  it.each(['local:2', 'local:3', 'local:01', 'local:', 'local:1 ', '1', '', KEY_ARN])(
    'unwraps nothing as wrapped by "%s" that another key wrapped',
    async (wrappedBy) => {
      const { wrapped } = await wrapperOf(FIRST).wrap(PLACE, dataKey());
      const unwrapping = wrapperOf(FIRST, SECOND).unwrap(PLACE, wrapped, wrappedBy);
      expect(await failureOf(unwrapping)).toMatchObject(notUnwrapped);
    },
  );

  it('writes the documented form, which any AES-256-GCM can open', async () => {
    const key = dataKey();
    const wrapped = Buffer.from((await wrapperOf(FIRST).wrap(PLACE, key)).wrapped);
    const master = Buffer.from(FIRST.slice(2), 'base64');
    const decipher = createDecipheriv('aes-256-gcm', master, wrapped.subarray(1, 13), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(`["radiant data key",1,"local:1","${CLINIC}","tenant",1]`));
    decipher.setAuthTag(wrapped.subarray(-16));
    const opened = Buffer.concat([decipher.update(wrapped.subarray(13, -16)), decipher.final()]);
    expect([wrapped[0], wrapped.length, opened.equals(key.export())]).toEqual([1, 61, true]);
  });
});

describe('KmsKeyWrapper', () => {
  let kms: FakeKms;
  let client: KMSClient;
  const wrapper = () => new KmsKeyWrapper(client, KEY_ALIAS);

  beforeEach(async () => {
    kms = new FakeKms();
    client = createKmsClient(await kms.start());
  });
  afterEach(async () => {
    client.destroy();
    await kms.stop();
  });

  describeKeyWrapper(wrapper);

  it('names the key that KMS used, and binds the place as encryption context', async () => {
    const { wrapped, wrappedBy } = await wrapper().wrap(PLACE, dataKey());
    expect(wrappedBy).toBe(KEY_ARN);
    await wrapper().unwrap(PLACE, wrapped, wrappedBy);
    const context = { 'radiant:tenant': CLINIC, 'radiant:scope': 'tenant', 'radiant:version': '1' };
    expect(kms.contexts).toEqual([context, context]);
    expect(kms.calls).toEqual(['TrentService.Encrypt', 'TrentService.Decrypt']);
  });

  it('asks KMS to use no key but the one that is named', async () => {
    const { wrapped } = await wrapper().wrap(PLACE, dataKey());
    const opening = wrapper().unwrap(PLACE, wrapped, KEY_ARN.replace('1234abcd', '9999abcd'));
    expect(await failureOf(opening)).toMatchObject(notUnwrapped);
  });

  it.each([
    ['is disabled', 'DisabledException', 400],
    ['is gone', 'NotFoundException', 400],
    ['may not be used', 'AccessDeniedException', 400],
    ['throttles', 'ThrottlingException', 400],
    ['fails', 'KMSInternalException', 500],
  ])('says unavailable, and none of what AWS says, when the key %s', async (_what, type, status) => {
    const { wrapped, wrappedBy } = await wrapper().wrap(PLACE, dataKey());
    kms.failure = new AwsFailure(type, status);
    for (const call of [() => wrapper().wrap(PLACE, dataKey()), () => wrapper().unwrap(PLACE, wrapped, wrappedBy)]) {
      const error = await failureOf(call);
      expect(error).toMatchObject({ code: 'service_unavailable', message: 'the key service is not available' });
      expect(JSON.stringify([error.message, error.facts])).not.toContain(AWS_TEXT);
    }
  });

  it('says unavailable when nobody answers', async () => {
    await kms.stop();
    expect(await failureOf(wrapper().wrap(PLACE, dataKey()))).toMatchObject({ code: 'service_unavailable' });
  });

  it('gives up on a service that takes the call and says nothing, after three tries', async () => {
    const silent = new FakeAwsEndpoint({ 'TrentService.Encrypt': () => new Promise<object>(() => undefined) });
    const impatient = createKmsClient({ ...(await silent.start()), requestMs: 100 });
    const wrapping = new KmsKeyWrapper(impatient, KEY_ALIAS).wrap(PLACE, dataKey());
    expect(await failureOf(wrapping)).toMatchObject({ code: 'service_unavailable' });
    expect(silent.calls).toHaveLength(3);
    impatient.destroy();
    await silent.stop();
  });

  it('is asked once for each key, and not at all while that is at hand, even when KMS is down', async () => {
    const { clock, replica } = deployment();
    const { sealer } = replica(wrapper());
    const where = { tenantId: CLINIC, record: 'phi#1', version: 1 };
    const sealed = await sealer.seal(where, 'x');
    expect(kms.calls).toHaveLength(2);
    await kms.stop();
    clock.advance(3_600_000);
    expect(await sealer.open(where, sealed)).toBe('x');
    expect(await failureOf(sealer.seal({ ...where, tenantId: HOSPITAL }, 'y'))).toMatchObject({
      code: 'service_unavailable',
    });
  });
});
