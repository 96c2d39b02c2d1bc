import type { Coverage } from './coverage.js';
import type { Mutant } from './mutants.js';
import type { ProjectCopy } from './project-copy.js';
import { SpecProcess } from './spec-process.js';
import type { RunAnswer, RunRequest, TestPlace } from './exchange.js';

export type Verdict = 'killed' | 'timeout' | 'survived' | 'no coverage';

export interface Result {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
}

const PROCESSOR_MS = 60_000;
const MOST_HITS = 20_000_000;
const MOST_REMEMBERED = 20;

/**
 * Puts mutants on, one at a time, and runs the tests that can notice them until one fails.
 *
 * What is reached while modules are loaded needs a process of its own; so does what was kept from before the mutant was
 * on. All others share one, which is begun anew when a test fails there that no mutant explains.
 */
export class Trial {
  private shared: SpecProcess | undefined;
  /** By file the tests that noticed mutants of it, the latest first: they may well notice the next one. */
  private readonly noticed = new Map<string, readonly TestPlace[]>();

  /** @param copy with the mutants as switches */
  constructor(
    private readonly copy: ProjectCopy,
    private readonly coverage: Coverage,
    private readonly specs: readonly string[],
    private readonly seed: number,
  ) {}

  async run(mutant: Mutant): Promise<Result> {
    const order = this.orderFor(mutant);
    if (order.length === 0) return { mutant, verdict: 'no coverage' };
    const answer = await this.answerFor(mutant, this.requestFor(mutant, order));
    const failed = answer?.failed === undefined ? undefined : order[answer.runs.length];
    if (failed !== undefined) this.remember(mutant, failed);
    return { mutant, verdict: verdictOf(answer) };
  }

  private async answerFor({ id }: Mutant, request: RunRequest): Promise<RunAnswer | undefined> {
    if (this.coverage.isLoaded(id)) return this.alone(request);
    const process = await this.sharedProcess();
    const answer = await process.run(request);
    const isExplained = answer === undefined || (answer.failed?.passesWithout ?? answer.hits > 0);
    if (answer === undefined || !isExplained) this.end();
    return isExplained ? answer : this.alone(request);
  }

  end(): void {
    this.shared?.stop();
    this.shared = undefined;
  }

  private orderFor({ id, file }: Mutant): readonly TestPlace[] {
    const tests = this.coverage.testsFor(id);
    const first = (this.noticed.get(file) ?? []).filter((test) => tests.includes(test));
    return [...first, ...tests.filter((test) => !first.includes(test))];
  }

  private remember({ file }: Mutant, test: TestPlace): void {
    const others = (this.noticed.get(file) ?? []).filter((each) => each !== test);
    this.noticed.set(file, [test, ...others].slice(0, MOST_REMEMBERED));
  }

  private requestFor({ id }: Mutant, tests: readonly TestPlace[]): RunRequest {
    const order = tests.map(({ file, test }) => ({ file: this.copy.placeOf(file), test }));
    const files = [...new Set(order.map(({ file }) => file))];
    return { files, order, seed: this.seed, mutant: id, mostHits: MOST_HITS, processorMs: PROCESSOR_MS };
  }

  private async alone(request: RunRequest): Promise<RunAnswer | undefined> {
    const process = new SpecProcess(this.copy.runner);
    const answer = await process.run(request);
    process.stop();
    return answer;
  }

  /** With all specs loaded, and no mutant on while they were. */
  private async sharedProcess(): Promise<SpecProcess> {
    if (this.shared === undefined) {
      this.shared = new SpecProcess(this.copy.runner);
      const files = this.specs.map((spec) => this.copy.placeOf(spec));
      await this.shared.run({ files, order: [], seed: this.seed, mostHits: MOST_HITS, processorMs: PROCESSOR_MS });
    }
    return this.shared;
  }
}

function verdictOf(answer: RunAnswer | undefined): Verdict {
  if (answer === undefined || answer.hits > MOST_HITS) return 'timeout';
  return answer.failed === undefined ? 'survived' : 'killed';
}
