import type { ProjectCopy } from './project-copy.js';
import { SpecProcess } from './spec-process.js';
import type { TestPlace } from './exchange.js';

const PROCESSOR_MS = 300_000;

interface TimedTest {
  readonly place: TestPlace;
  readonly ms: number;
}

export interface Coverage {
  /** Whether the mutant is reached while modules are loaded. */
  isLoaded(mutant: number): boolean;
  /**
   * The tests that can notice the mutant, the fastest first: those that reach it, and then, where loading does, every
   * other test of those files.
   */
  testsFor(mutant: number): readonly TestPlace[];
}

/**
 * Runs each file of specs in a process of its own, and writes down what each of its tests reaches.
 * @throws Error when a test fails without any mutant
 */
export async function measureCoverage(copy: ProjectCopy, specs: readonly string[], seed: number): Promise<Coverage> {
  const direct = new Map<number, TimedTest[]>();
  const loading = new Map<number, string[]>();
  const all = new Map<string, readonly TimedTest[]>();
  for (const spec of specs) {
    const child = new SpecProcess(copy.runner);
    const answer = await child.run({
      files: [copy.placeOf(spec)],
      seed,
      mostHits: Number.MAX_SAFE_INTEGER,
      processorMs: PROCESSOR_MS,
    });
    child.stop();
    if (answer === undefined) throw new Error(`${spec} took too long`);
    const { runs, reachedByLoading, failed } = answer;
    if (failed !== undefined) throw new Error(`${spec} fails without any mutant: ${failed.message}`);
    const timed = runs.map(({ test, ms }): TimedTest => ({ place: { file: spec, test }, ms }));
    all.set(spec, timed);
    for (const id of reachedByLoading) listed(loading, id).push(spec);
    for (const [index, { reached }] of runs.entries()) {
      const entry = timed[index];
      if (entry !== undefined) for (const id of reached) listed(direct, id).push(entry);
    }
  }
  const byTime = (a: TimedTest, b: TimedTest): number => a.ms - b.ms;
  return {
    isLoaded: (mutant) => loading.has(mutant),
    testsFor(mutant) {
      const first = new Set(direct.get(mutant));
      const others = (loading.get(mutant) ?? []).flatMap((file) => all.get(file) ?? []);
      return [...[...first].toSorted(byTime), ...others.filter((entry) => !first.has(entry)).toSorted(byTime)].map(
        ({ place }) => place,
      );
    },
  };
}

function listed<Key, Value>(map: Map<Key, Value[]>, key: Key): Value[] {
  let values = map.get(key);
  if (values === undefined) map.set(key, (values = []));
  return values;
}
