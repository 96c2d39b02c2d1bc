/** Waiting, so that tests need not. */
export abstract class Pause {
  /** Resolves after `ms`, or as soon as `signal` is aborted. */
  abstract wait(ms: number, signal: AbortSignal): Promise<void>;
}
