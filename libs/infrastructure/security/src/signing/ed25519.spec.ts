import { describe, expect, it } from '@jest/globals';
import { PLATFORM_TENANT } from '@radiant/kernel';
import fc from 'fast-check';
import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { inspect } from 'node:util';
import { CLINIC, deployment, failureOf } from '../../test/replicas.js';
import { AUDIT_SIGNING_SCOPE, Ed25519Signer } from './ed25519-signer.js';
import { Ed25519Verifier } from './ed25519-verifier.js';

const TEXT = `${CLINIC}|42|${'ab'.repeat(32)}|2026-01-15T12:00:00.000Z`;

describe('Ed25519Signer and Ed25519Verifier', () => {
  const world = () => {
    const { store, replica } = deployment();
    const { keys } = replica();
    return { store, keys, signer: new Ed25519Signer(keys), other: () => new Ed25519Signer(replica().keys) };
  };
  const verifierOf = async (signer: Ed25519Signer) =>
    new Ed25519Verifier((await signer.publicKeys()).map(({ pem }) => pem));

  it('signs every text so that it verifies, and no other text does', async () => {
    const { signer } = world();
    const verifier = await verifierOf(signer);
    const texts = fc.string({ unit: 'grapheme' });
    await fc.assert(
      fc.asyncProperty(texts, texts, async (text, other) => {
        const { keyId, signature } = await signer.sign(text);
        expect(verifier.verify(keyId, text, signature)).toBe(true);
        expect(verifier.verify(keyId, other, signature)).toBe(other === text);
      }),
      { numRuns: 50 },
    );
  });

  it('signs with one key on every replica', async () => {
    const { signer, other } = world();
    expect(await other().sign(TEXT)).toEqual(await signer.sign(TEXT));
  });

  it('gives a public key that verifies without this code, named by its digest', async () => {
    const { signer } = world();
    const { keyId, pem, jwk } = await signer.publicKey();
    const { keyId: signedBy, signature } = await signer.sign(TEXT);
    const fromPem = createPublicKey(pem);
    const fromJwk = createPublicKey({ key: jwk, format: 'jwk' });
    expect(verify(null, Buffer.from(TEXT), fromPem, Buffer.from(signature, 'base64'))).toBe(true);
    expect(fromJwk.equals(fromPem)).toBe(true);
    const digest = createHash('sha256')
      .update(fromPem.export({ format: 'der', type: 'spki' }))
      .digest('hex');
    expect([keyId, signedBy, jwk['kid']]).toEqual(Array(3).fill(digest.slice(0, 16)));
  });

  it('gives no private key away', async () => {
    const { keys, signer } = world();
    await signer.sign(TEXT);
    const { key } = await keys.current(PLATFORM_TENANT, AUDIT_SIGNING_SCOPE);
    const { jwk, pem } = await signer.publicKey();
    expect(jwk).not.toHaveProperty('d');
    expect(pem).not.toContain('PRIVATE');
    expect(inspect(signer, { depth: 12, showHidden: true })).not.toContain(key.export().toString('hex'));
  });

  it('keeps the key under the platform, and another platform has another', async () => {
    const { store, signer } = world();
    const { keyId } = await signer.sign(TEXT);
    expect(store.keys).toMatchObject([{ tenantId: PLATFORM_TENANT, scope: 'audit-signing' }]);
    expect((await world().signer.sign(TEXT)).keyId).not.toBe(keyId);
  });

  it('signs with a new key after a rotation; what the old one signed still verifies', async () => {
    const { keys, signer } = world();
    const old = await signer.sign(TEXT);
    await keys.rotate(PLATFORM_TENANT, AUDIT_SIGNING_SCOPE);
    const fresh = await signer.sign(TEXT);
    expect(fresh.keyId).not.toBe(old.keyId);
    expect((await signer.publicKeys()).map(({ keyId }) => keyId)).toEqual([old.keyId, fresh.keyId]);
    const verifier = await verifierOf(signer);
    for (const { keyId, signature } of [old, fresh]) expect(verifier.verify(keyId, TEXT, signature)).toBe(true);
    expect(verifier.verify(old.keyId, TEXT, fresh.signature)).toBe(false);
  });

  it('verifies nothing by a key it does not have, whatever the id says', async () => {
    const [mine, foreign] = [world().signer, world().signer];
    const verifier = await verifierOf(mine);
    const { keyId, signature } = await foreign.sign(TEXT);
    expect(verifier.verify(keyId, TEXT, signature)).toBe(false);
    expect(verifier.verify((await mine.publicKey()).keyId, TEXT, signature)).toBe(false);
  });

  it('verifies no altered or oddly written signature, and never throws', async () => {
    const { signer } = world();
    const verifier = await verifierOf(signer);
    const { keyId, signature } = await signer.sign(TEXT);
    const bytes = Buffer.from(signature, 'base64');
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
      expect(verifier.verify(keyId, TEXT, altered.toString('base64'))).toBe(false);
    }
    const odd = [signature.slice(0, -2), `${signature}\n`, ` ${signature}`, bytes.toString('hex'), '', '=='];
    for (const text of odd) expect(verifier.verify(keyId, TEXT, text)).toBe(false);
    fc.assert(fc.property(fc.string(), (text) => expect(verifier.verify(keyId, TEXT, text)).toBe(false)));
  });

  it.each([
    ['no key', () => 'nonsense'],
    ['a private key', () => generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' })],
    ['a key of another kind', () => generateKeyPairSync('x25519').publicKey.export({ format: 'pem', type: 'spki' })],
  ])('takes %s for no verification key', async (_what, pem) => {
    const error = await failureOf(() => new Ed25519Verifier([pem().toString()]));
    expect(error).toMatchObject({ code: 'validation_error', facts: {} });
  });
});
