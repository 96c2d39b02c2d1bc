/** How many streams, how long, and how they begin. */
export interface StreamPlan {
  readonly streams: number;
  readonly chunks: number;
  /** ms between two chunks. */
  readonly interval: number;
  /** ms over which the starts are spread. */
  readonly spread: number;
}

/** The stream suite. */
export const STREAMS: StreamPlan = { streams: 100, chunks: 50, interval: 20, spread: 1_000 };
/** Memory per open stream: each lasts 6.75 s, so that all are open for 2.75 s. */
export const OPEN_STREAMS: StreamPlan = { streams: 1_000, chunks: 28, interval: 250, spread: 4_000 };
/** Brings the stream path of a gateway to temperature. */
export const WARM_STREAMS: StreamPlan = { streams: 50, chunks: 20, interval: 20, spread: 500 };

export const streamModel = ({ chunks, interval }: StreamPlan): string => `fake-n${chunks}-i${interval}`;
export const PLAIN_MODEL = 'fake';
/** The upstream waits 50 ms before it answers. */
export const SLOW_MODEL = 'fake-l50';

/** Every model that a call of the benchmark names. */
export const STEERED_MODELS: readonly string[] = [
  PLAIN_MODEL,
  SLOW_MODEL,
  ...[STREAMS, OPEN_STREAMS, WARM_STREAMS].map(streamModel),
];
