import { setTimeout as pause } from 'node:timers/promises';
import type { Target } from '../gateways/running-gateway.js';
import { QuietGate } from '../machine/quiet.js';
import { type Cores, type Helpers, machineUse } from './machine-use.js';
import { describeBlock, describeProblems } from './progress.js';
import type { Block, LoadResult, Results } from './results.js';

/** A disturbed block is measured again this often at most. */
const RETRIES = 2;
const BETWEEN_MS = 150;

export interface SuiteOptions {
  readonly name: string;
  readonly measure: (target: Target) => Promise<LoadResult>;
  /** Runs before each block and is not counted. */
  readonly prepare?: (target: Target) => Promise<unknown>;
}

/** Runs the blocks of a suite over all targets. */
export class BlockRunner {
  private readonly quiet: QuietGate;

  constructor(
    private readonly helpers: Helpers,
    private readonly cores: Cores,
    private readonly results: Results,
    quietBudget: number,
    private readonly say: (line: string) => void,
  ) {
    this.quiet = new QuietGate(quietBudget * 1e3);
  }

  /** A B C, then C B A, and so on: a drift of the machine cancels out. */
  async run(targets: readonly Target[], suite: SuiteOptions): Promise<void> {
    this.say(`\n== ${suite.name}`);
    for (let repeat = 0; repeat < this.results.repeats; repeat++) {
      for (const target of repeat % 2 === 0 ? targets : targets.toReversed()) {
        const block = await this.block(target, suite, repeat);
        this.results.blocks.push(block);
        this.results.broken.push(...describeProblems(block));
        this.say(describeBlock(block));
        await pause(BETWEEN_MS);
      }
    }
  }

  private async block(target: Target, suite: SuiteOptions, repeat: number): Promise<Block> {
    for (let attempt = 0; ; attempt++) {
      await this.quiet.pass();
      await suite.prepare?.(target);
      const measured = await machineUse(this.helpers, this.cores, target.pid, () => suite.measure(target));
      const block = { suite: suite.name, target: target.name, repeat, ...measured };
      if (!block.use.noisy || attempt === RETRIES || describeProblems(block).length > 0) return block;
    }
  }
}
