import { describe, expect, it, jest } from '@jest/globals';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathOf } from './segment.js';
import { readSegment } from './segment-reader.js';
import { entriesOf, frames, leaveSegment, recordsOf } from './testing/entries.js';
import { temporaryDirectories } from './testing/temporary-directory.js';

jest.setTimeout(180_000); // some thousand files on a disk that others use too

const newDirectory = temporaryDirectories();

describe('reading segments', () => {
  it('finds nothing where there is no directory and no segment', async () => {
    const directory = newDirectory();
    expect(await entriesOf(directory)).toEqual([]);
    await mkdir(directory, { recursive: true });
    expect(await entriesOf(directory)).toEqual([]);
  });

  it('finds nothing in a segment that is gone', async () => {
    const directory = newDirectory();
    const segment = await leaveSegment(directory, frames('one'));
    const gone = { ...segment, number: 2 };
    expect(await readSegment(gone).next()).toMatchObject({ done: true });
  });

  it('takes segments by moment, process and number, as numbers', async () => {
    const directory = newDirectory();
    await leaveSegment(directory, frames('fifth'), { startedAt: 10_000 });
    await leaveSegment(directory, frames('fourth'), { number: 10 });
    await leaveSegment(directory, frames('third'), { number: 9, state: 'damaged' });
    await leaveSegment(directory, frames('second'), { number: 2, state: 'claimed' });
    await leaveSegment(directory, frames('first'), { processId: 999 });
    expect(await recordsOf(directory)).toEqual(['first', 'second', 'third', 'fourth', 'fifth']);
  });

  it("passes over other files and other logs'", async () => {
    const directory = newDirectory();
    await leaveSegment(directory, frames('ours'));
    await leaveSegment(directory, frames('theirs'), { name: 'log-1' });
    await leaveSegment(directory, frames('theirs'), { name: 'other' });
    for (const file of [
      'log-1-2.log',
      'log-1-2-3.txt',
      'log-1-2-3.log.tmp',
      'log-a-2-3.log',
      'log.jsonl',
      'xlog-1-2-3.log',
    ]) {
      await writeFile(path.join(directory, file), frames('theirs'));
    }
    expect(await recordsOf(directory)).toEqual(['ours']);
  });

  it('says where a record stands', async () => {
    const directory = newDirectory();
    const segment = await leaveSegment(directory, frames('one', 'two'));
    expect(await entriesOf(directory)).toEqual([
      { kind: 'record', segment, offset: 0, record: 'one' },
      { kind: 'record', segment, offset: 22, record: 'two' },
    ]);
  });

  it('keeps every whole record of a file cut at any byte of the last, and tells how much is torn', async () => {
    const directory = newDirectory();
    const whole = frames('one', 'two', 'the last record');
    const kept = frames('one', 'two').length;
    for (let end = kept; end < whole.length; end += 1) {
      await leaveSegment(directory, whole.subarray(0, end));
      expect(await recordsOf(directory)).toEqual(['one', 'two', ...(end === kept ? [] : [`torn ${end - kept}`])]);
    }
    await leaveSegment(directory, whole);
    expect(await recordsOf(directory)).toEqual(['one', 'two', 'the last record']);
  });

  it('counts zeros that a power cut left behind the last record as torn', async () => {
    const directory = newDirectory();
    await leaveSegment(directory, Buffer.concat([frames('one'), frames('two').subarray(0, 20), Buffer.alloc(4_096)]));
    expect(await recordsOf(directory)).toEqual(['one', 'torn 4116']);
  });

  it('finds every bit that has changed, never gives a changed record, and goes on behind it', async () => {
    const directory = newDirectory();
    const records = ['{"id":"J1"}', 'plain *text*', '{"n":3}'];
    const whole = frames(...records);
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      const segment = await leaveSegment(directory, bytes);
      const entries = await entriesOf(directory);
      expect(entries.some(({ kind }) => kind === 'corrupt')).toBe(true);
      expect(entries.some(({ kind }) => kind === 'torn')).toBe(false);
      const read = entries.flatMap((entry) => (entry.kind === 'record' ? [entry.record] : []));
      expect(read.every((record) => records.includes(record))).toBe(true);
      expect(read.length).toBeGreaterThanOrEqual(1); // a changed newline joins two
      for (const entry of entries) if (entry.kind === 'corrupt') expect(entry.segment).toEqual(segment);
      expect(
        entries.reduce((sum, entry) => sum + (entry.kind === 'record' ? frames(entry.record).length : entry.bytes), 0),
      ).toBe(whole.length);
    }
  });

  it('reports where the damage is and how much of it', async () => {
    const directory = newDirectory();
    const segment = await leaveSegment(directory, frames('one', 'two', 'three'));
    const file = await open(pathOf(segment), 'r+');
    await file.write('X', 22 + 18);
    await file.close();
    expect(await entriesOf(directory)).toEqual([
      { kind: 'record', segment, offset: 0, record: 'one' },
      { kind: 'corrupt', segment, offset: 22, bytes: 22 },
      { kind: 'record', segment, offset: 44, record: 'three' },
    ]);
    expect(await readFile(pathOf(segment))).toHaveLength(44 + 24);
  });

  it('reads records larger than one read of the disk, and many of them', async () => {
    const directory = newDirectory();
    const records = Array.from({ length: 30 }, (_, index) => String(index).repeat(50_000 - index));
    await leaveSegment(directory, frames(...records));
    expect((await recordsOf(directory)).every((record, index) => record === records[index])).toBe(true);
    expect(await recordsOf(directory)).toHaveLength(30);
  });

  it('refuses a name that no log has', async () => {
    await expect(entriesOf(newDirectory(), '../log')).rejects.toMatchObject({ code: 'validation_error' });
  });

  it('is refused as unavailable when the directory is none', async () => {
    const directory = newDirectory();
    await mkdir(path.dirname(directory), { recursive: true });
    await writeFile(directory, '');
    await expect(entriesOf(directory)).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});
