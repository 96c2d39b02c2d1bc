import type { ClosedLoopResult } from '../load/closed-loop.js';
import type { StreamsResult } from '../load/open-streams.js';
import type { MachineUse } from './machine-use.js';

export type LoadResult = ClosedLoopResult | StreamsResult;

/** One measurement of one target. */
export interface Block<Result extends LoadResult = LoadResult> {
  readonly suite: string;
  readonly target: string;
  readonly repeat: number;
  readonly result: Result;
  readonly use: MachineUse;
}

export interface Start {
  readonly gateway: string;
  /** ms to the first answer. */
  readonly startMs: number;
  /** MB, a second later. */
  readonly idleMb: number;
}

export interface OpenStreams {
  readonly target: string;
  /** MB before, and when every stream had begun. */
  readonly idleMb: number;
  readonly openMb: number;
  /** Streams open at that moment: all of them, unless the machine was held up. */
  readonly open: number;
  readonly result: StreamsResult;
}

export interface Results {
  readonly when: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string };
  readonly repeats: number;
  readonly blockSeconds: number;
  readonly targets: readonly string[];
  readonly starts: Start[];
  readonly openStreams: OpenStreams[];
  readonly blocks: Block[];
  /** Usage rows in the ledger at the end, by route. */
  readonly usageRows: Record<string, number>;
  /** What makes the run worthless: lost chunks, errors, PHI that got through. */
  readonly broken: string[];
}
