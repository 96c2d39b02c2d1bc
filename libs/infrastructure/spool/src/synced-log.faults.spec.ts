import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { claimSegment, listSegments } from './segment.js';
import type { CreateSegmentFile } from './segment-writer.js';
import { SyncedLog } from './synced-log.js';
import { frames, recordsOf } from './testing/entries.js';
import { FailingDisk } from './testing/failing-disk.js';
import { temporaryDirectories } from './testing/temporary-directory.js';

jest.setTimeout(180_000); // syncs of a disk that others use too

const newDirectory = temporaryDirectories();
const UNAVAILABLE = { code: 'service_unavailable' };

async function openLog(directory = newDirectory()) {
  const disk = new FailingDisk();
  const log = await SyncedLog.open({ directory, name: 'log', createFile: disk.createFile });
  return { directory, disk, log };
}

describe('SyncedLog on a disk that fails', () => {
  it.each([
    ['write', 'ENOSPC'],
    ['write', 'EIO'],
    ['write', 'EROFS'],
    ['write', 'EBADF'],
  ] as const)(
    'refuses every record of the batch when %s fails with %s, and goes on in a new segment',
    async (operation, code) => {
      const { directory, disk, log } = await openLog();
      await log.append('before');
      disk.failing = { [operation]: code };
      const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((record) => log.append(record)));
      expect(outcomes).toMatchObject(Array.from({ length: 3 }, () => ({ status: 'rejected', reason: UNAVAILABLE })));
      disk.failing = {};
      await log.append('after');
      expect(disk.files).toHaveLength(2);
      expect(await recordsOf(directory)).toEqual(['before', 'after']);
      await log.close();
    },
  );

  it('tells nothing of the system in what it throws', async () => {
    const { disk, log } = await openLog();
    disk.failing = { write: 'ENOSPC' };
    await expect(log.append('a')).rejects.toMatchObject({
      message: 'the disk could not be read or written',
      facts: { retryAfterSeconds: 1 },
    });
    await log.close();
  });

  it('never follows a torn record in the same file, even when the disk does not let it be cut off', async () => {
    const { directory, disk, log } = await openLog();
    await log.append('before');
    disk.room = 25; // the whole of 'a', and the beginning of 'b'
    disk.failing = { truncate: 'EIO' };
    const outcomes = await Promise.allSettled(['a', 'b'].map((record) => log.append(record)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    disk.room = Number.POSITIVE_INFINITY;
    await log.append('after');
    expect(await recordsOf(directory)).toEqual(['before', 'a', 'torn 5', 'after']);
    await log.close();
  });

  it('leaves one file and no remains, however often a full disk refuses', async () => {
    const { directory, disk, log } = await openLog();
    await log.append('before');
    disk.room = 10;
    for (let attempt = 0; attempt < 20; attempt += 1) await expect(log.append('a')).rejects.toMatchObject(UNAVAILABLE);
    expect(await readdir(directory)).toHaveLength(1);
    expect(await recordsOf(directory)).toEqual(['before']);
    await log.close();
  });

  it('refuses while no segment can be created, and takes records again when one can', async () => {
    const { directory, disk, log } = await openLog();
    disk.failing = { write: 'EIO', create: 'EROFS' };
    await expect(log.append('a')).rejects.toMatchObject(UNAVAILABLE);
    disk.failing = { create: 'EROFS' };
    await expect(log.append('b')).rejects.toMatchObject(UNAVAILABLE);
    disk.failing = {};
    await log.append('c');
    expect(await recordsOf(directory)).toEqual(['c']);
    await log.close();
  });

  it('writes on what a short write left over', async () => {
    const { directory, disk, log } = await openLog();
    disk.bytesPerWrite = 3;
    await Promise.all(['one', 'two'].map((record) => log.append(record)));
    expect(await recordsOf(directory)).toEqual(['one', 'two']);
    await log.close();
  });

  it('refuses what a device without room refuses', async () => {
    const createFile: CreateSegmentFile = async (file) => {
      await (await open(file, 'ax', 0o600)).close();
      return open('/dev/full', 'w');
    };
    const log = await SyncedLog.open({ directory: newDirectory(), name: 'log', createFile });
    await expect(log.append('a')).rejects.toMatchObject(UNAVAILABLE);
    await log.close();
  });

  it('acknowledges nothing in a file that was claimed, removed or replaced meanwhile', async () => {
    const { directory, log } = await openLog();
    const file = async () =>
      path.join(directory, (await readdir(directory)).filter((name) => name.endsWith('.log')).at(-1)!);

    await log.append('one');
    const [segment] = await listSegments(directory, 'log');
    await claimSegment(segment!);
    await expect(log.append('two')).rejects.toMatchObject(UNAVAILABLE);

    await log.append('three');
    await rm(await file());
    await expect(log.append('four')).rejects.toMatchObject(UNAVAILABLE);

    await log.append('five');
    const current = await file();
    await rename(current, path.join(directory, 'elsewhere'));
    await (await open(current, 'ax')).close();
    await expect(log.append('six')).rejects.toMatchObject(UNAVAILABLE);

    await log.append('seven');
    expect(await recordsOf(directory)).toEqual(['one', 'seven']);
    await log.close();
  });

  it('holds every acknowledged record and no other but refused ones, whatever fails and when', async () => {
    const failure = fc.constantFrom('write', 'truncate', 'create', 'nothing', 'nothing');
    const step = fc.record({
      records: fc.integer({ min: 1, max: 5 }),
      failures: fc.array(failure, { maxLength: 2 }),
      room: fc.oneof(fc.integer({ min: 0, max: 150 }), fc.constant(Number.POSITIVE_INFINITY)),
      rotates: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 8 }),
        fc.integer({ min: 30, max: 300 }),
        async (steps, maxSegmentBytes) => {
          const disk = new FailingDisk();
          const directory = newDirectory();
          const log = await SyncedLog.open({ directory, name: 'log', maxSegmentBytes, createFile: disk.createFile });
          const acknowledged: string[] = [];
          let next = 0;
          for (const { records, failures, room, rotates } of steps) {
            disk.failing = Object.fromEntries(failures.map((operation) => [operation, 'EIO']));
            disk.room = room;
            const batch = Array.from({ length: records }, () => `record ${(next += 1)}`);
            const outcomes = await Promise.allSettled(batch.map((record) => log.append(record)));
            acknowledged.push(...batch.filter((_, index) => outcomes[index]?.status === 'fulfilled'));
            if (rotates) await log.rotate();
          }
          await log.close();
          const found = (await recordsOf(directory)).filter((record) => !record.startsWith('torn'));
          expect(found.filter((record) => acknowledged.includes(record))).toEqual(acknowledged);
          expect(found.every((record) => /^record \d+$/.test(record))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

it('a frame of one letter has 20 bytes, as the tests above count on', () => {
  expect(frames('a')).toHaveLength(20);
});
