import { describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { isBeingWritten } from '../src/segment-owner.js';
import { readSegments } from '../src/segment-reader.js';
import { listSegments } from '../src/segment.js';
import { temporaryDirectories } from '../src/testing/temporary-directory.js';

jest.setTimeout(180_000);

const newDirectory = temporaryDirectories();
const ROOT = path.resolve(import.meta.dirname, '..');
const REGISTER = ['--no-warnings', '--import', '@swc-node/register/esm-register', '-C', '@radiant/source'];

/** Lets a process append until it has acknowledged so many records, and kills it in the middle of its work. */
async function acknowledgedBefore(kill: number, directory: string, round: number): Promise<string[]> {
  const script = path.join(ROOT, 'test/append-until-killed.ts');
  const child = spawn(process.execPath, [...REGISTER, script, directory, String(round)], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  const ended = once(child, 'exit');
  const read = createInterface(child.stdout);
  read.on('line', (line) => {
    const [id = '', end] = line.split(' ');
    if (end === 'acknowledged') acknowledged.push(id); // the last line may be cut
    if (acknowledged.length === kill) child.kill('SIGKILL');
  });
  await once(read, 'close');
  expect(await ended).toEqual([null, 'SIGKILL']);
  return acknowledged;
}

describe('a process that is killed with -9 while it appends', () => {
  it('has lost no record that it acknowledged, and written none twice or changed', async () => {
    const directory = newDirectory();
    const acknowledged: string[] = [];
    for (const [round, kill] of [1, 40, 333, 1_500].entries()) {
      acknowledged.push(...(await acknowledgedBefore(kill, directory, round)));
    }
    expect(acknowledged.length).toBeGreaterThan(1_500);

    const kinds = new Set<string>();
    const records: string[] = [];
    for await (const entry of readSegments(directory, 'log')) {
      kinds.add(entry.kind);
      if (entry.kind === 'record') records.push(entry.record);
    }
    const found = new Set(records.map((record) => record.split(' ')[0] ?? ''));
    expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
    expect(found.size).toBe(records.length);
    for (const record of records) {
      const [, number, filling] = /^\d\.\d+\.(\d+) (x*)$/.exec(record) ?? [];
      expect(filling).toHaveLength((Number(number) * 37) % 400);
    }
    expect(kinds.has('corrupt')).toBe(false);

    const segments = await listSegments(directory, 'log');
    expect(segments.length).toBeGreaterThan(4);
    for (const segment of segments) expect(await isBeingWritten(segment)).toBe(false);
  });
});
