import type { Coverage } from './coverage.js';
import type { Mutant } from './mutants.js';
import type { ProjectCopy } from './project-copy.js';
import { SpecProcess } from './spec-process.js';
import type { RunAnswer, RunRequest } from './exchange.js';

export type Verdict = 'killed' | 'timeout' | 'survived' | 'no coverage';

export interface Result {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
}

const PROCESSOR_MS = 60_000;
const MOST_HITS = 20_000_000;

/**
 * Puts mutants on, one at a time, and runs the tests that can notice them until one fails.
 *
 * What is reached while modules are loaded needs a process of its own; so does what was kept from before the mutant was
 * on. All others share one, which is begun anew when a test fails there that no mutant explains.
 */
export class Trial {
  private shared: SpecProcess | undefined;

  /** @param copy with the mutants as switches */
  constructor(
    private readonly copy: ProjectCopy,
    private readonly coverage: Coverage,
    private readonly specs: readonly string[],
    private readonly seed: number,
  ) {}

  async run(mutant: Mutant): Promise<Result> {
    const request = this.requestFor(mutant);
    if (request.order?.length === 0) return { mutant, verdict: 'no coverage' };
    if (this.coverage.isLoaded(mutant.id)) return { mutant, verdict: verdictOf(await this.alone(request)) };
    const process = await this.sharedProcess();
    const answer = await process.run(request);
    const isExplained = answer === undefined || (answer.failed?.passesWithout ?? answer.hits > 0);
    if (answer === undefined || !isExplained) this.end();
    return { mutant, verdict: verdictOf(isExplained ? answer : await this.alone(request)) };
  }

  end(): void {
    this.shared?.stop();
    this.shared = undefined;
  }

  private requestFor({ id }: Mutant): RunRequest {
    const order = this.coverage.testsFor(id).map(({ file, test }) => ({ file: this.copy.placeOf(file), test }));
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
