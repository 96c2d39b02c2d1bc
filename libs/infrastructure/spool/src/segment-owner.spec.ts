import { describe, expect, it } from '@jest/globals';
import { claimSegment, listSegments, type Segment } from './segment.js';
import { isBeingWritten } from './segment-owner.js';
import { SyncedLog } from './synced-log.js';
import { DEAD_PROCESS } from './testing/entries.js';
import { OtherProcess } from './testing/other-process.js';
import { temporaryDirectories } from './testing/temporary-directory.js';

const newDirectory = temporaryDirectories();
const segmentOf = (processId: number, startedAt = Date.now()): Segment => ({
  directory: newDirectory(),
  name: 'log',
  startedAt,
  processId,
  number: 1,
  state: 'written',
});

describe('whether a segment is being written', () => {
  it('is so while a log of this process has it open, and not afterwards', async () => {
    const directory = newDirectory();
    const log = await SyncedLog.open({ directory, name: 'log' });
    await log.append('one');
    const [segment] = await listSegments(directory, 'log');
    expect(await isBeingWritten(segment!)).toBe(true);
    await log.rotate();
    expect(await isBeingWritten(segment!)).toBe(false);
    await log.append('two');
    const [, second] = await listSegments(directory, 'log');
    expect(await isBeingWritten(second!)).toBe(true);
    await log.close();
    expect(await isBeingWritten(second!)).toBe(false);
  });

  it('is not so for a predecessor that had the id of this process', async () => {
    expect(await isBeingWritten(segmentOf(process.pid))).toBe(false);
  });

  it('is not so when the process is no more', async () => {
    expect(await isBeingWritten(segmentOf(DEAD_PROCESS))).toBe(false);
  });

  it('is so while another process lives, and not when that one began after the segment', async () => {
    const other = await OtherProcess.start();
    expect(await isBeingWritten(segmentOf(other.id))).toBe(true);
    // only Linux tells when a process began
    expect(await isBeingWritten(segmentOf(other.id, Date.now() - 60_000))).toBe(process.platform !== 'linux');
    await other.end();
    expect(await isBeingWritten(segmentOf(other.id))).toBe(false);
  });

  it('is not so once the segment is claimed', async () => {
    const directory = newDirectory();
    const log = await SyncedLog.open({ directory, name: 'log' });
    const [segment] = await listSegments(directory, 'log');
    const claimed = await claimSegment(segment!);
    expect(claimed).toEqual({ ...segment, state: 'claimed' });
    expect(await isBeingWritten(claimed!)).toBe(false);
    expect(await claimSegment(segment!)).toBeUndefined();
    await log.close();
  });
});
