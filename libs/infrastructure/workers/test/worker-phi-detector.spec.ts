import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PHI_CATEGORIES, RuleDetector } from '@radiant/phi';
import { DEFAULT_WORKER_LIMITS, LARGE_TEXT, WorkerPhiDetector, type WorkerLimits } from '../src/worker-phi-detector.js';

const ALL = new Set(PHI_CATEGORIES);
const LONG = `${'the patient walks well. '.repeat(LARGE_TEXT / 20)} SSN 219-09-9999`;
const workspace = path.resolve(import.meta.dirname, '../../../..');

describe('a detector with worker threads', () => {
  const dist = path.resolve(import.meta.dirname, '../dist'); // where a bundle finds the packages it needs
  mkdirSync(dist, { recursive: true });
  const folder = mkdtempSync(path.join(dist, 'test-'));
  const inPlace = new RuleDetector(async () => undefined);
  let entry: URL;
  let detector: WorkerPhiDetector | undefined;

  beforeAll(() => {
    const tool = pathToFileURL(path.join(workspace, 'tools/bundle/src/bundle.mjs')).href;
    const source = path.join(import.meta.dirname, 'entry.ts');
    const code = `await (await import(${JSON.stringify(tool)})).bundle(${JSON.stringify(source)}, ${JSON.stringify(folder)}, 'entry')`;
    execFileSync(process.execPath, ['--input-type=module', '--eval', code]);
    entry = pathToFileURL(path.join(folder, 'entry.js'));
  }, 60_000);
  afterEach(() => detector?.close());
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const detectorAt = (file: URL, limits: Partial<WorkerLimits> = {}): WorkerPhiDetector =>
    (detector = new WorkerPhiDetector(inPlace, file, { ...DEFAULT_WORKER_LIMITS, ...limits }));
  const script = (name: string, code: string): URL => {
    const file = path.join(folder, `${name}.mjs`);
    writeFileSync(file, code);
    return pathToFileURL(file);
  };

  it('finds in a long text what is found in place, whatever the sensitivity', async () => {
    for (const sensitivity of ['balanced', 'structured-only'] as const) {
      expect(await detectorAt(entry).detect([LONG, 'MRN 77120'], ALL, sensitivity)).toEqual(
        await inPlace.detect([LONG, 'MRN 77120'], ALL, sensitivity),
      );
      await detector?.close();
    }
  }, 60_000);

  it('refuses what is refused in place, in the same words', async () => {
    const text = 'Dr. Smith '.repeat(200_001);
    const refused = (from: RuleDetector | WorkerPhiDetector): Promise<unknown> =>
      from.detect([text], ALL).catch((error: unknown) => error);
    const refusal = await refused(detectorAt(entry));
    expect(refusal).toMatchObject({ code: 'payload_too_large' });
    expect(refusal).toEqual(await refused(inPlace));
  }, 60_000);

  it('reads an ordinary text in place: no worker is needed', async () => {
    const nowhere = pathToFileURL(path.join(folder, 'missing.mjs'));
    expect(await detectorAt(nowhere).detect(['SSN 219-09-9999'], ALL)).toHaveLength(1);
  });

  it.each([
    ['is missing', () => pathToFileURL(path.join(folder, 'missing.mjs'))],
    ['dies', () => script('dying', 'process.exit(3)')],
    ['throws', () => script('throwing', 'throw new Error("Jane")')],
    [
      'answers without matches',
      () =>
        script(
          'failing',
          "import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ id }) => parentPort.postMessage({ id }));",
        ),
    ],
  ])('refuses when the worker %s, and says nothing of the text', async (_how, file) => {
    const refusal = await detectorAt(file())
      .detect([LONG], ALL)
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'service_unavailable' });
    expect(String(refusal)).not.toContain('Jane');
  });

  it.each([
    [
      'has no memory left',
      "throw Object.assign(new Error('Jane'), { code: 'ERR_WORKER_OUT_OF_MEMORY' })",
      'ERR_WORKER_OUT_OF_MEMORY',
    ],
    ['does not answer', '', 'TimeoutError'],
  ])(
    'says in the log why, when the worker %s, and another takes its place',
    async (_how, does, cause) => {
      const port = "import { parentPort } from 'node:worker_threads';";
      const flag = JSON.stringify(path.join(folder, `${cause}.flag`));
      const file = script(
        cause,
        `${port} import { existsSync, writeFileSync } from 'node:fs';
      parentPort.on('message', ({ id }) => {
        if (existsSync(${flag})) {
          parentPort.postMessage({ id, result: { kinds: [], counts: new Uint32Array(1), places: new Uint32Array() } });
          return;
        }
        writeFileSync(${flag}, '');
        ${does}
      });`,
      );
      const one = detectorAt(file, { threads: 1, deadlineMs: 2_000 });
      const refusal = await one.detect([LONG], ALL).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: 'service_unavailable', cause: { code: cause } });
      expect(inspect(refusal)).not.toContain('Jane');
      expect(await one.detect([LONG], ALL)).toEqual([[]]);
    },
    60_000,
  );

  it('ends a worker that takes too long, and starts another for the next text', async () => {
    const silent = script(
      'silent',
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => {});",
    );
    const slow = detectorAt(silent, { deadlineMs: 50, threads: 1 });
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await expect(slow.detect([LONG], ALL)).rejects.toMatchObject({ code: 'service_unavailable' });
    }
  });

  it('refuses what would wait behind too many others', async () => {
    const silent = script(
      'busy',
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => {});",
    );
    const busy = detectorAt(silent, { threads: 1, waiting: 1 });
    const waiting = [busy.detect([LONG], ALL), busy.detect([LONG], ALL)].map((call) => call.catch(() => 'refused'));
    await expect(busy.detect([LONG], ALL)).rejects.toMatchObject({ code: 'service_unavailable' });
    await busy.close();
    expect(await Promise.all(waiting)).toEqual(['refused', 'refused']);
  });
});
