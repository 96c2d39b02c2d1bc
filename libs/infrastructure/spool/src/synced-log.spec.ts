import { describe, expect, it, jest } from '@jest/globals';
import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileNameOf, listSegments } from './segment.js';
import { createOnDisk, type CreateSegmentFile } from './segment-writer.js';
import { SyncedLog } from './synced-log.js';
import { frames, leaveSegment, recordsOf } from './testing/entries.js';
import { FailingDisk } from './testing/failing-disk.js';
import { temporaryDirectories } from './testing/temporary-directory.js';

jest.setTimeout(180_000); // syncs of a disk that others use too

const newDirectory = temporaryDirectories();
const NAME = 'log';
const modeOf = async (file: string) => (await stat(file)).mode & 0o777;

describe('SyncedLog', () => {
  it('keeps 1,000 records that arrive at once, in order, with far fewer syncs', async () => {
    const disk = new FailingDisk();
    const directory = newDirectory();
    const log = await SyncedLog.open({ directory, name: NAME, createFile: disk.createFile });
    const records = Array.from({ length: 1_000 }, (_, index) => `record ${index} é`);
    await Promise.all(
      records.map(async (record, index) => {
        for (let turn = 0; turn < index % 7; turn += 1) await Promise.resolve();
        await log.append(record);
      }),
    );
    const found = await recordsOf(directory);
    expect([...found].sort()).toEqual([...records].sort());
    expect(disk.writes).toBeLessThan(20);
    await log.close();
  });

  it('keeps the order of appending, over turns of the event loop', async () => {
    const directory = newDirectory();
    const log = await SyncedLog.open({ directory, name: NAME, maxSegmentBytes: 2_000 });
    const records = Array.from({ length: 1_000 }, (_, index) => `record ${index}`);
    const appended: Promise<void>[] = [];
    for (const [index, record] of records.entries()) {
      appended.push(log.append(record));
      if (index % 50 === 49) await appended[index - 25];
    }
    await Promise.all(appended);
    expect(await recordsOf(directory)).toEqual(records);
    expect((await readdir(directory)).length).toBeGreaterThan(5);
    await log.close();
  });

  it('resolves only when the sync is done, and shares the next one', async () => {
    const disk = new FailingDisk();
    let sync = (): void => undefined;
    let begun = (): void => undefined;
    const isSyncing = new Promise<void>((resolve) => (begun = resolve));
    disk.beforeWrite = () =>
      new Promise((resolve) => {
        sync = resolve;
        begun();
      });
    const log = await SyncedLog.open({ directory: newDirectory(), name: NAME, createFile: disk.createFile });
    let written = 0;
    const counted = (record: string) => log.append(record).then(() => (written += 1));
    const first = counted('first');
    await isSyncing;
    const others = [counted('second'), counted('third')];
    await new Promise((resolve) => setImmediate(resolve));
    expect([written, disk.writes]).toEqual([0, 0]);
    disk.beforeWrite = () => Promise.resolve();
    sync();
    await Promise.all([first, ...others]);
    expect([written, disk.writes]).toEqual([3, 2]);
    await log.close();
  });

  it('names segments by log, moment, process and number, each for its owner alone', async () => {
    const directory = newDirectory();
    const before = Date.now();
    const log = await SyncedLog.open({ directory, name: NAME, maxSegmentBytes: 30 });
    await log.append('first');
    await log.append('second');
    const files = await readdir(directory);
    const [first, second] = await listSegments(directory, NAME);
    expect([first, second].map((segment) => fileNameOf(segment!))).toEqual(files.sort());
    expect([first!.processId, first!.number, second!.number]).toEqual([process.pid, 1, 2]);
    expect(first!.startedAt).toBeGreaterThanOrEqual(before);
    expect(files[0]).toBe(`log-${first!.startedAt}-${process.pid}-1.log`);
    for (const file of files) expect(await modeOf(path.join(directory, file))).toBe(0o600);
    expect(await modeOf(directory)).toBe(0o700);
    await log.close();
  });

  it('closes a directory to others that was open to them', async () => {
    const directory = newDirectory();
    await mkdir(directory, { recursive: true });
    await chmod(directory, 0o755);
    await (await SyncedLog.open({ directory, name: NAME })).close();
    expect(await modeOf(directory)).toBe(0o700);
  });

  it('ends a segment before it grows too large, and gives a large record one of its own', async () => {
    const directory = newDirectory();
    const log = await SyncedLog.open({ directory, name: NAME, maxSegmentBytes: 50 });
    const records = ['0123456789', 'ab', 'x'.repeat(200), 'end']; // frames of 29, 21, 219 and 22 bytes
    for (const record of records) await log.append(record);
    await log.close();
    const sizes = (await readdir(directory)).sort().map(async (file) => (await stat(path.join(directory, file))).size);
    expect(await Promise.all(sizes)).toEqual([50, 219, 22]);
    expect(await recordsOf(directory)).toEqual(records);
  });

  it('leaves what others wrote as it is, torn ends too, and begins a segment of its own', async () => {
    const directory = newDirectory();
    await leaveSegment(directory, Buffer.concat([frames('old'), frames('torn').subarray(0, 9)]));
    const log = await SyncedLog.open({ directory, name: NAME });
    await log.append('new');
    expect(await recordsOf(directory)).toEqual(['old', 'torn 9', 'new']);
    await log.close();
  });

  it('goes past a name that is taken, and leaves that file alone', async () => {
    const directory = newDirectory();
    let taken: string | undefined;
    const createFile: CreateSegmentFile = async (file) => {
      if (taken === undefined) await writeFile((taken = file), frames("somebody else's"));
      return createOnDisk(file);
    };
    const log = await SyncedLog.open({ directory, name: NAME, createFile });
    await log.append('ours');
    await log.close();
    expect(await recordsOf(directory)).toEqual(["somebody else's", 'ours']);
  });

  it('shares a directory with other logs of the same name', async () => {
    const directory = newDirectory();
    const logs = await Promise.all([1, 2, 3, 4].map(() => SyncedLog.open({ directory, name: NAME })));
    await Promise.all(logs.map((log, index) => log.append(`of ${index}`)));
    expect((await recordsOf(directory)).sort()).toEqual(['of 0', 'of 1', 'of 2', 'of 3']);
    await Promise.all(logs.map((log) => log.close()));
  });

  it('writes what is queued before it is closed, and refuses what comes after', async () => {
    const directory = newDirectory();
    const log = await SyncedLog.open({ directory, name: NAME });
    let written = 0;
    const appended = ['one', 'two'].map((record) => log.append(record).then(() => (written += 1)));
    const closed = log.close();
    await expect(log.append('three')).rejects.toMatchObject({
      code: 'service_unavailable',
      message: 'the log is closed',
    });
    await closed;
    expect(written).toBe(2);
    await Promise.all(appended);
    expect(await recordsOf(directory)).toEqual(['one', 'two']);
    await log.close();
  });

  it('closes when its signal is aborted, before or after opening', async () => {
    const abort = new AbortController();
    const log = await SyncedLog.open({ directory: newDirectory(), name: NAME, signal: abort.signal });
    await log.append('one');
    abort.abort();
    await expect(log.append('two')).rejects.toMatchObject({ code: 'service_unavailable' });
    const late = await SyncedLog.open({ directory: newDirectory(), name: NAME, signal: abort.signal });
    await expect(late.append('three')).rejects.toMatchObject({ code: 'service_unavailable' });
  });

  it('leaves no empty segment behind, and rotates only one that holds something', async () => {
    const directory = newDirectory();
    const log = await SyncedLog.open({ directory, name: NAME });
    const [first] = await readdir(directory);
    await log.rotate();
    expect(await readdir(directory)).toEqual([first]);
    await log.append('one');
    await log.rotate();
    await log.append('two');
    expect(await readdir(directory)).toHaveLength(2);
    await log.rotate();
    await log.close();
    expect(await recordsOf(directory)).toEqual(['one', 'two']);
    const unused = await SyncedLog.open({ directory, name: NAME });
    await unused.close();
    expect(await readdir(directory)).toHaveLength(2);
  });

  it('refuses a record of several lines without harm to its neighbours', async () => {
    const directory = newDirectory();
    const log = await SyncedLog.open({ directory, name: NAME });
    const outcomes = await Promise.allSettled(['one', 'two\nlines', 'three'].map((record) => log.append(record)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await recordsOf(directory)).toEqual(['one', 'three']);
    await log.close();
  });

  it.each(['', 'Log', '1log', '../log', 'log_', 'a'.repeat(65)])('refuses the name %j', async (name) => {
    await expect(SyncedLog.open({ directory: newDirectory(), name })).rejects.toMatchObject({
      code: 'validation_error',
    });
  });

  it('is not opened where no directory can be made', async () => {
    const directory = newDirectory();
    await mkdir(path.dirname(directory), { recursive: true });
    await writeFile(directory, '');
    await expect(SyncedLog.open({ directory, name: NAME })).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});
