import { describe, expect, it } from '@jest/globals';
import { settlementLine, type Settlement } from '@radiant/billing';
import { billed, CLINIC, request } from '@radiant/billing/testing';
import { DomainError } from '@radiant/kernel';
import { FileSettlements, settlementReplay } from './file-settlements.js';
import { SyncedLog } from './synced-log.js';
import { frames, leaveSegment } from './testing/entries.js';
import { FailingDisk } from './testing/failing-disk.js';
import { temporaryDirectories } from './testing/temporary-directory.js';

const newDirectory = temporaryDirectories();
const USAGE: Settlement = { kind: 'usage', entry: billed(1, '1.5') };
const RELEASE: Settlement = { kind: 'release', tenantId: CLINIC, requestId: request(2) };

async function opened(disk = new FailingDisk()) {
  const log = await SyncedLog.open({ directory: newDirectory(), name: 'log', createFile: disk.createFile });
  const settlements = new FileSettlements(log);
  const replay = settlementReplay(log);
  const carried = async (): Promise<string[]> => {
    const lines: string[] = [];
    await replay.replay(async (line) => void lines.push(line));
    return lines;
  };
  return { log, disk, settlements, replay, carried };
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
    const { damaged } = await replay.replay(async (line) => void lines.push(line));
    expect(lines).toEqual([settlementLine(USAGE)]);
    expect(damaged).toMatchObject([{ kind: 'foreign' }]);
  });
});
