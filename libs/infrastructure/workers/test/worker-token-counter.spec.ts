import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TokenCounter } from '@radiant/billing';
import { LARGE_TEXT } from '../src/worker-phi-detector.js';
import { WorkerTokenCounter } from '../src/worker-token-counter.js';

const LONG = 'x'.repeat(LARGE_TEXT + 1);
const workspace = path.resolve(import.meta.dirname, '../../../..');

/** Counts what it counts, and nothing as a thousand: the thread would say the length. */
class InPlace extends TokenCounter {
  counted = 0;
  async count(): Promise<number> {
    this.counted += 1;
    return 1_000;
  }
}

describe('a token counter with a worker thread', () => {
  const dist = path.resolve(import.meta.dirname, '../dist');
  mkdirSync(dist, { recursive: true });
  const folder = mkdtempSync(path.join(dist, 'test-'));
  let inPlace: InPlace;
  let counter: WorkerTokenCounter | undefined;

  beforeAll(() => {
    const tool = pathToFileURL(path.join(workspace, 'tools/bundle/src/bundle.mjs')).href;
    const source = path.join(import.meta.dirname, 'counting-entry.ts');
    const code = `await (await import(${JSON.stringify(tool)})).bundle(${JSON.stringify(source)}, ${JSON.stringify(folder)}, 'entry')`;
    execFileSync(process.execPath, ['--input-type=module', '--eval', code]);
  }, 60_000);
  afterEach(() => counter?.close());
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const at = (file: string, deadlineMs?: number): WorkerTokenCounter => {
    inPlace = new InPlace();
    return (counter = new WorkerTokenCounter(inPlace, pathToFileURL(path.join(folder, file)), deadlineMs));
  };

  it('counts every text in the thread', async () => {
    const counting = at('entry.js');
    expect(await counting.count([LONG, 'yy'])).toBe(LONG.length + 2);
    expect(await counting.count(['ordinary'])).toBe(8);
    expect(inPlace.counted).toBe(0);
    expect(await Promise.all([counting.count([LONG]), counting.count([`${LONG}y`])])).toEqual([
      LONG.length,
      LONG.length + 1,
    ]);
  }, 60_000);

  it('asks nobody about no text', async () => {
    expect(await at('missing.mjs').count(['', ''])).toBe(0);
    expect(inPlace.counted).toBe(0);
  });

  it('counts in place what is one too many for the thread', async () => {
    const counting = at('entry.js');
    const counts = await Promise.all(Array.from({ length: 1_001 }, () => counting.count(['four'])));
    expect(counts.filter((count) => count === 4)).toHaveLength(1_000);
    expect(inPlace.counted).toBe(1);
  }, 60_000);

  it.each([
    ['is missing', 'missing.mjs', ''],
    ['dies', 'dying.mjs', 'process.exit(3)'],
    [
      'never answers',
      'silent.mjs',
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => {})",
    ],
  ])(
    'counts in place what the thread does not, when it %s: every call is billed',
    async (_, file, code) => {
      if (code) writeFileSync(path.join(folder, file), code);
      expect(await at(file, 200).count([LONG])).toBe(1_000);
    },
    60_000,
  );
});
