import { DomainError } from '@radiant/kernel';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { auditLine } from './audit-line.js';
import { AuditReplay } from './audit-replay.js';
import { FileAuditSink } from './file-audit-sink.js';
import { fileNameOf } from './segment.js';
import { SyncedLog } from './synced-log.js';
import { frames, leaveSegment, recordsOf } from './testing/entries.js';
import { OtherProcess } from './testing/other-process.js';
import { down, MemorySink, rowOf, TENANT } from './testing/rows.js';
import { temporaryDirectories } from './testing/temporary-directory.js';

jest.setTimeout(180_000); // syncs of a disk that others use too

const newDirectory = temporaryDirectories();
const rows = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => rowOf(from + index));
const linesOf = (from: number, to: number) => rows(from, to).map(auditLine);

describe('AuditReplay', () => {
  let directory: string;
  let log: SyncedLog;
  let spool: FileAuditSink;
  let primary: MemorySink;
  let replay: AuditReplay;
  beforeEach(async () => {
    directory = newDirectory();
    log = await SyncedLog.open({ directory, name: 'log', maxSegmentBytes: 4_000 });
    spool = new FileAuditSink(log);
    primary = new MemorySink();
    replay = new AuditReplay(log);
  });

  const NOTHING = { rows: 0, segments: 0, tornBytes: 0, damaged: [], setAside: [], refused: [] };

  it('carries over every row of all segments, its own current one too, and leaves no file', async () => {
    await leaveSegment(directory, frames(...linesOf(1, 3)));
    await leaveSegment(directory, frames(...linesOf(4, 5)), { processId: process.pid });
    for (const row of rows(6, 20)) await spool.append(row);
    const segments = (await readdir(directory)).length;
    expect(segments).toBeGreaterThan(3);
    expect(await replay.replay(primary)).toEqual({ ...NOTHING, rows: 20, segments });
    expect(primary.sorted).toEqual(rows(1, 20));
    expect(await readdir(directory)).toEqual([]);
  });

  it('takes rows again afterwards', async () => {
    await spool.append(rowOf(1));
    await replay.replay(primary);
    await spool.append(rowOf(2));
    expect(await recordsOf(directory)).toEqual(linesOf(2, 2));
    await replay.replay(primary);
    expect(primary.kept).toEqual(rows(1, 2));
  });

  it('is needed from the first row that the disk alone holds until it was carried', async () => {
    await spool.append(rowOf(1), Promise.resolve(true));
    await log.decided();
    expect(log.needsReplay).toBe(false);
    await spool.append(rowOf(2), Promise.resolve(false));
    await log.decided();
    expect(log.needsReplay).toBe(true);
    await replay.replay(primary);
    expect(log.needsReplay).toBe(false);
  });

  it('reads nothing of a segment whose rows the table holds, and carries all of one of which it holds some', async () => {
    const [held, missed] = [Promise.resolve(true), Promise.resolve(false)];
    for (const row of rows(1, 3)) await spool.append(row, held);
    expect(await replay.replay(primary)).toEqual(NOTHING);
    await spool.append(rowOf(4), missed);
    expect(await replay.replay(primary)).toMatchObject({ rows: 4, segments: 1 });
    await spool.append(rowOf(5), held);
    await log.close();
    expect([primary.calls, await readdir(directory)]).toEqual([4, []]);
  });

  it('changes nothing when it is repeated', async () => {
    for (const row of rows(1, 5)) await spool.append(row);
    await replay.replay(primary);
    expect(await replay.replay(primary)).toEqual(NOTHING);
    expect([primary.calls, primary.kept]).toEqual([5, rows(1, 5)]);
  });

  it('offers many rows in portions, all of them', async () => {
    await leaveSegment(directory, frames(...linesOf(1, 1_201)));
    expect(await replay.replay(primary)).toMatchObject({ rows: 1_201, segments: 1 });
    expect(primary.kept).toEqual(rows(1, 1_201));
  });

  it('deletes nothing that the sink did not accept, and carries it over once the sink is back', async () => {
    await leaveSegment(directory, frames(...linesOf(1, 3)), { number: 1 });
    await leaveSegment(directory, frames(...linesOf(4, 6)), { number: 2 });
    primary.refuse = (row) => (row.id === rowOf(5).id ? down() : undefined);
    await expect(replay.replay(primary)).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(await recordsOf(directory)).toEqual(linesOf(4, 6));
    primary.refuse = () => undefined;
    expect(await replay.replay(primary)).toMatchObject({ rows: 3, segments: 1 });
    expect(primary.sorted).toEqual(rows(1, 6));
    expect(await recordsOf(directory)).toEqual([]);
  });

  it('passes on a failure that is no refusal', async () => {
    await spool.append(rowOf(1));
    primary.refuse = () => new TypeError('a defect');
    await expect(replay.replay(primary)).rejects.toThrow(TypeError);
    expect(await recordsOf(directory)).toEqual(linesOf(1, 1));
  });

  it('keeps and reports a segment with a row that the sink refuses for what it holds, and goes on with the others', async () => {
    const kept = await leaveSegment(directory, frames(...linesOf(1, 3)), { number: 1 });
    await leaveSegment(directory, frames(...linesOf(4, 6)), { number: 2 });
    primary.refuse = (row) => (row.id === rowOf(2).id ? new DomainError('validation_error', 'no') : undefined);
    const refused = [fileNameOf({ ...kept, state: 'claimed' })];
    for (const expected of [
      { rows: 5, segments: 1, refused },
      { rows: 2, segments: 0, refused },
    ]) {
      expect(await replay.replay(primary)).toEqual({ ...NOTHING, ...expected });
    }
    primary.refuse = () => undefined;
    expect(await replay.replay(primary)).toMatchObject({ rows: 3, segments: 1, refused: [] });
  });

  it('drops a torn end, which nobody was promised, and tells its length', async () => {
    await leaveSegment(directory, frames(...linesOf(1, 2)).subarray(0, -7));
    const tornBytes = frames(...linesOf(2, 2)).length - 7;
    expect(await replay.replay(primary)).toEqual({ ...NOTHING, rows: 1, segments: 1, tornBytes });
    expect(await recordsOf(directory)).toEqual([]);
  });

  it('carries over what is whole of a damaged segment, sets it aside, and reports it every time', async () => {
    const bytes = frames(...linesOf(1, 3));
    const offset = frames(...linesOf(1, 1)).length;
    bytes.write('#', offset + 40);
    const segment = await leaveSegment(directory, bytes);
    const setAside = [fileNameOf({ ...segment, state: 'damaged' })];
    const damaged = [{ segment: fileNameOf({ ...segment, state: 'claimed' }), offset, kind: 'corrupt' }];
    expect(await replay.replay(primary)).toEqual({ ...NOTHING, rows: 2, damaged, setAside });
    expect(primary.kept).toEqual([rowOf(1), rowOf(3)]);
    expect(await replay.replay(primary)).toEqual({ ...NOTHING, setAside });
    expect(primary.calls).toBe(2);
    expect(await readdir(directory)).toEqual(expect.arrayContaining(setAside));
  });

  it('takes a whole record that is no row for damage', async () => {
    await leaveSegment(directory, frames(auditLine(rowOf(1)), '{"other":1}'));
    const offset = frames(...linesOf(1, 1)).length;
    expect(await replay.replay(primary)).toMatchObject({
      rows: 1,
      segments: 0,
      damaged: [{ offset, kind: 'foreign' }],
    });
    expect(primary.kept).toEqual([rowOf(1)]);
  });

  it('continues what an earlier replay had claimed before it was stopped', async () => {
    await leaveSegment(directory, frames(...linesOf(1, 2)), { state: 'claimed', processId: process.ppid });
    expect(await replay.replay(primary)).toMatchObject({ rows: 2, segments: 1 });
    expect(await readdir(directory)).not.toContain(expect.stringContaining('claimed'));
  });

  it('leaves the segments of another process alone as long as it lives', async () => {
    const other = await OtherProcess.start();
    const written = { processId: other.id, startedAt: Date.now() };
    await leaveSegment(directory, frames(...linesOf(1, 2)), written);
    expect(await replay.replay(primary)).toEqual(NOTHING);
    expect(await recordsOf(directory)).toEqual(linesOf(1, 2));
    await other.end();
    expect(await replay.replay(primary)).toMatchObject({ rows: 2, segments: 1 });
  });

  it('loses no acknowledged row to another log that is written meanwhile, nor to a second replay', async () => {
    const other = await SyncedLog.open({ directory, name: 'log' });
    const sinks = [spool, new FileAuditSink(other)];
    const acknowledged: string[] = [];
    let last = 0;
    const write = async (sink: FileAuditSink) => {
      for (let turn = 0; turn < 150; turn += 1) {
        const row = rowOf((last += 1));
        await sink.append(row).then(() => acknowledged.push(row.id));
      }
    };
    const replays = async () => {
      for (let turn = 0; turn < 20; turn += 1) {
        await Promise.all([replay.replay(primary), new AuditReplay(other).replay(primary)]);
      }
    };
    await Promise.all([...sinks.map(write), replays()]);
    await replays();
    expect(acknowledged).toHaveLength(300);
    expect(acknowledged.filter((id) => !primary.rows.has(id))).toEqual([]);
    await other.close();
  });

  it('says nothing of what a row holds when it is refused', async () => {
    await leaveSegment(directory, frames(auditLine(rowOf(1)).replace(TENANT, 'Jane Doe')));
    expect(JSON.stringify(await replay.replay(primary))).not.toContain('Jane');
  });

  it('keeps rows even when the log is closed afterwards', async () => {
    await spool.append(rowOf(1));
    await log.close();
    await expect(spool.append(rowOf(2))).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(await replay.replay(primary)).toMatchObject({ rows: 1, segments: 1 });
  });
});
