import { checkpointText, type Checkpoint } from '@radiant/audit';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PLATFORM_TENANT } from '@radiant/kernel';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startAdministration, type Administration } from './administration.js';
import { takeIn } from './trail.js';

jest.setTimeout(180_000);

let administration: Administration;
beforeAll(async () => {
  administration = await startAdministration();
});
afterAll(() => administration.close());

describe('the end of a trail', () => {
  it('is signed under a new key once that was rotated, what was signed before holds, and no other key is believed', async () => {
    const tenant = await takeIn(administration, 'signed twice');
    const signAll = async () => (await startAdministration({ gateway: administration.gateway })).close();
    const folder = path.join(administration.gateway.directory, 'audit', 'checkpoints');
    const file = path.join(folder, `${tenant.id}.jsonl`);
    const lines = () => readFileSync(file, 'utf8').trimEnd().split('\n');
    await tenant.sealed();
    await signAll();
    const rotate = await tenant.ask('POST', `/tenants/${PLATFORM_TENANT}/data-keys/rotate`, { scope: 'audit-signing' });
    expect([rotate.status, rotate.data]).toEqual([200, { version: expect.any(Number) }]);
    await tenant.ask('GET', `/tenants/${tenant.id}`);
    await tenant.sealed();
    await signAll();
    const keyIds = lines().map((line) => /"keyId":"([^"]+)"/.exec(line)?.[1]);
    expect(new Set(keyIds).size).toBe(2);
    const keys = path.join(folder, 'public-keys.json');
    const written: Record<string, string> = JSON.parse(readFileSync(keys, 'utf8'));
    expect(Object.keys(written)).toEqual(expect.arrayContaining(keyIds));
    expect(await tenant.verify()).toMatchObject({ valid: true, signedUpTo: expect.any(Number) });

    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const der = publicKey.export({ format: 'der', type: 'spki' });
    const keyId = createHash('sha256').update(der).digest('hex').slice(0, 16);
    const planted = { ...written, [keyId]: publicKey.export({ format: 'pem', type: 'spki' }).toString() };
    writeFileSync(keys, JSON.stringify(planted));
    const last: Checkpoint = JSON.parse(lines().at(-1) ?? '');
    const signature = sign(null, Buffer.from(checkpointText(last)), privateKey).toString('base64');
    writeFileSync(file, `${JSON.stringify({ ...last, keyId, signature })}\n`);
    const { valid, signedUpTo, problems } = await tenant.verify();
    expect([valid, signedUpTo, problems]).toEqual([
      false,
      null,
      [expect.objectContaining({ kind: 'checkpoint_invalid' })],
    ]);
    writeFileSync(keys, JSON.stringify(written));
  });
});
