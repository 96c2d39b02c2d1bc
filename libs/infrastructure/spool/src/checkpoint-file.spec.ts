import type { Checkpoint } from '@radiant/audit';
import { tenantId } from '@radiant/kernel';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { appendFile, mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CheckpointFile } from './checkpoint-file.js';
import { TENANT } from './testing/rows.js';
import { temporaryDirectories } from './testing/temporary-directory.js';

jest.setTimeout(180_000); // syncs of a disk that others use too

const newDirectory = temporaryDirectories();
const OTHER = tenantId('22222222-2222-4222-8222-222222222222');
const modeOf = async (file: string) => (await stat(file)).mode & 0o777;

const checkpoint = (sequence: number, over: Partial<Checkpoint> = {}): Checkpoint => ({
  tenantId: TENANT,
  sequence,
  hash: 'cd'.repeat(32),
  at: 1_768_478_400_000 + sequence,
  keyId: 'key-1',
  signature: 'c2lnbmF0dXJl',
  ...over,
});

describe('CheckpointFile', () => {
  let directory: string;
  let file: string;
  let checkpoints: CheckpointFile;
  beforeEach(async () => {
    directory = newDirectory();
    file = path.join(directory, `${TENANT}.jsonl`);
    checkpoints = await CheckpointFile.open(directory);
  });

  it('keeps checkpoints as one line each, per tenant, for its owner alone', async () => {
    await checkpoints.append(checkpoint(1));
    await checkpoints.append(checkpoint(2));
    await checkpoints.append(checkpoint(9, { tenantId: OTHER }));
    expect(await readdir(directory)).toEqual([`${TENANT}.jsonl`, `${OTHER}.jsonl`]);
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(3);
    expect([await modeOf(directory), await modeOf(file)]).toEqual([0o700, 0o600]);
    expect(await checkpoints.read(TENANT)).toEqual({
      checkpoints: [checkpoint(1), checkpoint(2)],
      unreadableLines: [],
    });
    expect(await checkpoints.latest(OTHER)).toEqual(checkpoint(9, { tenantId: OTHER }));
  });

  it('knows nothing of a tenant without checkpoints', async () => {
    expect(await checkpoints.read(TENANT)).toEqual({ checkpoints: [], unreadableLines: [] });
    expect(await checkpoints.latest(TENANT)).toBeUndefined();
  });

  it('keeps what arrives at once in order, and what another one wrote', async () => {
    const all = Array.from({ length: 50 }, (_, index) => checkpoint(index + 1));
    await Promise.all(all.map((each) => checkpoints.append(each)));
    const again = await CheckpointFile.open(directory);
    await again.append(checkpoint(51));
    expect(await checkpoints.read(TENANT)).toEqual({ checkpoints: [...all, checkpoint(51)], unreadableLines: [] });
  });

  it('takes the one furthest along the chain for the latest, and the later of equals', async () => {
    for (const each of [checkpoint(3), checkpoint(7), checkpoint(7, { at: 1 }), checkpoint(5)]) {
      await checkpoints.append(each);
    }
    expect(await checkpoints.latest(TENANT)).toEqual(checkpoint(7, { at: 1 }));
  });

  it('passes over a last line cut at any byte, and the next one begins anew', async () => {
    await checkpoints.append(checkpoint(1));
    const kept = (await stat(file)).size;
    await checkpoints.append(checkpoint(2));
    const whole = await readFile(file);
    for (let end = kept; end < whole.length; end += 13) {
      await writeFile(file, whole.subarray(0, end));
      expect(await checkpoints.read(TENANT)).toEqual({ checkpoints: [checkpoint(1)], unreadableLines: [] });
      await checkpoints.append(checkpoint(3));
      expect(await checkpoints.read(TENANT)).toEqual({
        checkpoints: [checkpoint(1), checkpoint(3)],
        unreadableLines: end === kept ? [] : [2],
      });
    }
    await truncate(file, kept);
    expect(await checkpoints.latest(TENANT)).toEqual(checkpoint(1));
  });

  it.each([
    '{',
    '{}',
    '',
    JSON.stringify(checkpoint(2, { tenantId: OTHER })),
    JSON.stringify({ ...checkpoint(2), sequence: '2' }),
    JSON.stringify({ ...checkpoint(2), sequence: -2 }),
    JSON.stringify({ ...checkpoint(2), hash: 'short' }),
    JSON.stringify({ ...checkpoint(2), at: null }),
    JSON.stringify({ ...checkpoint(2), keyId: 1 }),
    JSON.stringify({ ...checkpoint(2), signature: '?' }),
    JSON.stringify({ ...checkpoint(2), more: 1 }),
  ])('reports the number of the line %s', async (line) => {
    await checkpoints.append(checkpoint(1));
    await appendFile(file, `${line}\n`);
    await checkpoints.append(checkpoint(3));
    expect(await checkpoints.read(TENANT)).toEqual({
      checkpoints: [checkpoint(1), checkpoint(3)],
      unreadableLines: [2],
    });
  });

  it('refuses as unavailable what the disk refuses, and works again afterwards', async () => {
    await mkdir(file);
    await expect(checkpoints.append(checkpoint(1))).rejects.toMatchObject({ code: 'service_unavailable' });
    await expect(checkpoints.read(TENANT)).rejects.toMatchObject({ code: 'service_unavailable' });
    await checkpoints.append(checkpoint(1, { tenantId: OTHER }));
    expect(await checkpoints.latest(OTHER)).toEqual(checkpoint(1, { tenantId: OTHER }));
  });

  describe('its public keys', () => {
    const keys = () => path.join(directory, 'public-keys.json');

    it('are none at first, and those that are written', async () => {
      expect(await checkpoints.readPublicKeys()).toEqual({});
      await checkpoints.writePublicKeys({ 'key-1': 'first' });
      expect(await checkpoints.readPublicKeys()).toEqual({ 'key-1': 'first' });
      expect(await readdir(directory)).toEqual(['public-keys.json']);
      expect(await modeOf(keys())).toBe(0o600);
    });

    it('stay when others are added, and when they are written again', async () => {
      await checkpoints.writePublicKeys({ 'key-1': 'first' });
      await checkpoints.writePublicKeys({ 'key-2': 'second' });
      await checkpoints.writePublicKeys({ 'key-1': 'first' });
      expect(await checkpoints.readPublicKeys()).toEqual({ 'key-1': 'first', 'key-2': 'second' });
    });

    it('are not replaced under their id', async () => {
      await checkpoints.writePublicKeys({ 'key-1': 'first' });
      await expect(checkpoints.writePublicKeys({ 'key-1': 'forged' })).rejects.toMatchObject({
        code: 'conflict',
        facts: { keyId: 'key-1' },
      });
      expect(await checkpoints.readPublicKeys()).toEqual({ 'key-1': 'first' });
    });

    it.each(['', '[]', 'null', '{"key-1":1}'])('are not overwritten when the file is %j', async (content) => {
      await writeFile(keys(), content);
      await expect(checkpoints.writePublicKeys({ 'key-2': 'second' })).rejects.toMatchObject({
        code: 'internal_error',
      });
      expect(await readFile(keys(), 'utf8')).toBe(content);
    });

    it('are refused as unavailable when the disk refuses them', async () => {
      await mkdir(path.join(keys(), 'in the way'), { recursive: true });
      await expect(checkpoints.writePublicKeys({ 'key-1': 'first' })).rejects.toMatchObject({
        code: 'service_unavailable',
      });
      expect(await readdir(directory)).toEqual(['public-keys.json']);
    });
  });
});
