/** How long things are measured, in seconds. */
export interface Durations {
  readonly block: number;
  /** A discarded block before each block: V8 drops compiled code of a process that was idle for a while. */
  readonly prewarm: number;
  /** A block at one call per 50 ms: enough calls for a 99th percentile. */
  readonly latencyBlock: number;
  /** Blocks of 2 s, at most, until two agree. */
  readonly warmBlocks: number;
  readonly openStreamsRepeats: number;
  /** Waiting for other programs, in all. */
  readonly quietBudget: number;
}

export const FULL: Durations = {
  block: 3,
  prewarm: 1.2,
  latencyBlock: 15,
  warmBlocks: 8,
  openStreamsRepeats: 3,
  quietBudget: 300,
};

export const QUICK: Durations = {
  block: 1.5,
  prewarm: 0.5,
  latencyBlock: 5,
  warmBlocks: 4,
  openStreamsRepeats: 1,
  quietBudget: 40,
};
