import { describe, expect, it } from '@jest/globals';
import { settlementLine, type Settlement } from '@radiant/billing';
import { billed, CLINIC, request } from '@radiant/billing/testing';
import { DomainError } from '@radiant/kernel';
import { readdir } from 'node:fs/promises';
import { FileSettledAudit } from './file-settled-audit.js';
import { FileSettlements, settlementReplay, type SettledRecord } from './file-settlements.js';
import { SyncedLog } from './synced-log.js';
import { frames, leaveSegment } from './testing/entries.js';
import { FailingDisk } from './testing/failing-disk.js';
import { down, MemorySink, rowOf } from './testing/rows.js';
import { temporaryDirectories } from './testing/temporary-directory.js';

const newDirectory = temporaryDirectories();
const USAGE: Settlement = { kind: 'usage', entry: billed(1, '1.5') };
const RELEASE: Settlement = { kind: 'release', tenantId: CLINIC, requestId: request(2) };

/** Away until it is said that they take what they are given. */
class Books {
  take = false;
  readonly posted: string[] = [];
  readonly trail = new MemorySink();

  constructor() {
    this.trail.refuse = () => (this.take ? undefined : down());
  }

  async post(line: string): Promise<void> {
    if (!this.take) throw down();
    this.posted.push(line);
  }
}

const textOf = (record: SettledRecord): string => (record.kind === 'audit' ? record.row.id : record.line);

async function opened(disk = new FailingDisk()) {
  const log = await SyncedLog.open({ directory: newDirectory(), name: 'log', createFile: disk.createFile });
  const books = new Books();
  const settlements = new FileSettlements(log, (line) => books.post(line));
  const audit = new FileSettledAudit(log, books.trail);
  const replay = settlementReplay(log);
  const carried = async (): Promise<string[]> => {
    await log.decided();
    const lines: string[] = [];
    await replay.replay(async (record) => void lines.push(textOf(record)));
    return lines;
  };
  return { log, disk, books, settlements, audit, replay, carried };
}

describe('settlements in a file', () => {
  it('are carried over as they were written, once', async () => {
    const { settlements, carried } = await opened();
    await Promise.all([settlements.settle(USAGE), settlements.settle(RELEASE)]);
    expect(await carried()).toEqual([settlementLine(USAGE), settlementLine(RELEASE)]);
    expect(await carried()).toEqual([]);
  });

  it('say amounts as exact texts and hold ids and counts only', () => {
    const line = JSON.parse(settlementLine(USAGE)) as Record<string, unknown>;
    expect(line).toMatchObject({ kind: 'usage', billed_amount_picos: '1500000000000', cost_picos: '1000000000' });
    expect(Object.keys(line).filter((field) => /text|message|content|prompt/.test(field))).toEqual([]);
  });

  it('are handed on to the books at once, and their file is deleted unread', async () => {
    const { log, books, settlements, audit, replay, carried } = await opened();
    books.take = true;
    await Promise.all([settlements.settle(USAGE), audit.append(rowOf(1)), settlements.settle(RELEASE)]);
    expect(await carried()).toEqual([]);
    expect(books.posted).toEqual([settlementLine(USAGE), settlementLine(RELEASE)]);
    expect(books.trail.kept).toEqual([rowOf(1)]);
    await log.close();
    expect(await readdir(log.directory)).toEqual([]);
    expect(await replay.replay(() => Promise.reject(down()))).toMatchObject({ rows: 0 });
  });

  it('that the books did not take are carried, those about the same segment that they took as well', async () => {
    const { books, settlements, audit, carried } = await opened();
    books.take = true;
    await settlements.settle(USAGE);
    books.take = false;
    await Promise.all([settlements.settle(RELEASE), audit.append(rowOf(1))]);
    expect(await carried()).toEqual([settlementLine(USAGE), settlementLine(RELEASE), rowOf(1).id]);
    expect(await carried()).toEqual([]);
  });

  it('of which nobody knows yet whether the books take them are left alone', async () => {
    const log = await SyncedLog.open({ directory: newDirectory(), name: 'log' });
    let refuse = (_: Error): void => undefined;
    const settlements = new FileSettlements(log, () => new Promise((_, reject) => (refuse = reject)));
    const replay = settlementReplay(log);
    await settlements.settle(USAGE);
    expect(await replay.replay(() => Promise.resolve())).toMatchObject({ rows: 0, segments: 0 });
    refuse(down());
    await log.decided();
    expect(await replay.replay(() => Promise.resolve())).toMatchObject({ rows: 1, segments: 1 });
  });

  it('stay while the books can not be written, and are carried when they can', async () => {
    const { settlements, replay, carried } = await opened();
    await settlements.settle(USAGE);
    const away = new DomainError('service_unavailable', 'away');
    await expect(replay.replay(() => Promise.reject(away))).rejects.toBe(away);
    await settlements.settle(RELEASE);
    expect(await carried()).toEqual([settlementLine(USAGE), settlementLine(RELEASE)]);
  });

  it('of a process that is no more are carried by the next', async () => {
    const { log, carried } = await opened();
    await leaveSegment(log.directory, frames(settlementLine(USAGE)));
    expect(await carried()).toEqual([settlementLine(USAGE)]);
  });

  it('are not ready to be taken while the disk is full, and are again when there is room', async () => {
    const { disk, settlements, carried } = await opened();
    await settlements.settle(USAGE);
    await expect(settlements.ready()).resolves.toBeUndefined();
    disk.room = 10;
    await expect(settlements.settle(RELEASE)).rejects.toMatchObject({ code: 'service_unavailable' });
    await expect(settlements.ready()).rejects.toMatchObject({ code: 'service_unavailable' });
    disk.room = 10_000;
    await expect(settlements.ready()).resolves.toBeUndefined();
    await settlements.settle(RELEASE);
    expect((await carried()).filter((line) => !line.includes('probe'))).toEqual([
      settlementLine(USAGE),
      settlementLine(RELEASE),
    ]);
  });

  it('report what is none and carry the rest', async () => {
    const { log, replay } = await opened();
    await leaveSegment(log.directory, frames('something else', settlementLine(USAGE)));
    const lines: string[] = [];
    const { damaged } = await replay.replay(async (record) => void lines.push(textOf(record)));
    expect(lines).toEqual([settlementLine(USAGE)]);
    expect(damaged).toMatchObject([{ kind: 'foreign' }]);
  });
});
