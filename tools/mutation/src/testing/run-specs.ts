// Loads specs and runs tests of theirs as it is told, with a mutant that is on.
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { configureGlobal } from 'fast-check';
import type { RunAnswer, RunRequest, TestPlace, TestRun } from '../exchange.js';
import { mutation, takeReached } from './mutation-state.js';
import { ProcessorLimit } from './processor-limit.js';
import { collected, type CollectedTest } from './registry.js';

/** Of each property: fewer than in the normal tests, so that a sample takes no night. */
const RUNS = 30;

/** A test that leaves the process idle for this long waits for what never comes: nothing that is pure waits for time. */
const IDLE_MS = 1_000;

const loaded = new Map<string, readonly CollectedTest[]>();
const limit = new ProcessorLimit();

async function load(files: readonly string[]): Promise<void> {
  for (const file of files) {
    if (loaded.has(file)) continue;
    await import(pathToFileURL(file).href);
    loaded.set(file, collected());
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function failureOf(test: CollectedTest | undefined): Promise<string | undefined> {
  // A mutant may change which tests there are: in a table that is made of the code's own lists.
  if (test === undefined) return 'there is no such test';
  const began = performance.eventLoopUtilization().idle;
  let timer: NodeJS.Timeout | undefined;
  const idle = new Promise<string>((resolve) => {
    timer = setInterval(() => {
      if (performance.eventLoopUtilization().idle - began > IDLE_MS) resolve('waits for ever');
    }, IDLE_MS / 4);
  });
  try {
    return await Promise.race([test.run().then(() => undefined), idle]);
  } catch (error) {
    return messageOf(error);
  } finally {
    clearInterval(timer);
  }
}

async function run({ files, order, seed, mutant = -1, mostHits }: RunRequest): Promise<RunAnswer> {
  configureGlobal({ seed, numRuns: RUNS, endOnFailure: true });
  Object.assign(mutation, { active: mutant, hits: 0, mostHits });
  const runs: TestRun[] = [];
  try {
    await load(files);
  } catch (error) {
    const failed = { message: messageOf(error), passesWithout: true };
    return { runs, reachedByLoading: takeReached(), hits: mutation.hits, failed };
  }
  const reachedByLoading = takeReached();
  for (const { file, test } of order ?? everything(files)) {
    const declared = loaded.get(file)?.[test];
    const began = performance.now();
    const message = await failureOf(declared);
    if (message !== undefined) {
      const { hits } = mutation;
      mutation.active = -1;
      const passesWithout = declared === undefined || (await failureOf(declared)) === undefined;
      return { runs, reachedByLoading, hits, failed: { message, passesWithout } };
    }
    runs.push({ file, test, ms: performance.now() - began, reached: takeReached() });
  }
  return { runs, reachedByLoading, hits: mutation.hits };
}

const everything = (files: readonly string[]): TestPlace[] =>
  files.flatMap((file) => (loaded.get(file) ?? []).map((_, test) => ({ file, test })));

process.on('message', (request: RunRequest) => {
  limit.set(request.processorMs);
  void run(request).then((answer) => {
    mutation.active = -1;
    limit.lift();
    process.send?.(answer);
  });
});
