/** Work that is done again and again, with a pause after each time, until it is stopped. */
export interface Repeated {
  /** Begins the next run now, or as soon as the running one has ended. */
  soon(): void;
  /** Waits for what is running. */
  stop(): Promise<void>;
}

/** What fails on and on is told of so often, in ms: a store that is away for an hour must not fill a log. */
const TOLD_EVERY_MS = 60_000;

/**
 * @param pauseMs between the end of one run and the beginning of the next.
 * @param failed told of a run that failed, and of those that fail after it in a row once a minute; the next one is tried
 * all the same.
 */
export function repeat(work: () => Promise<void>, pauseMs: number, failed: (error: unknown) => void): Repeated {
  let stopped = false;
  let busy = false;
  let wanted = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let toldAt = -Infinity;
  const tell = (error: unknown): void => {
    if (performance.now() - toldAt < TOLD_EVERY_MS) return;
    toldAt = performance.now();
    failed(error);
  };
  const wait = (): void => {
    timer = setTimeout(run, pauseMs);
  };
  const run = (): void => {
    busy = true;
    wanted = false;
    running = work()
      .then(() => {
        toldAt = -Infinity;
      }, tell)
      .then(() => {
        busy = false;
        if (stopped) return;
        if (wanted) run();
        else wait();
      });
  };
  wait();
  return {
    soon() {
      wanted = true;
      if (busy || stopped) return;
      clearTimeout(timer);
      run();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
