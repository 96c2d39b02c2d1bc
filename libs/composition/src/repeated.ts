/** Work that is done again and again, with a pause after each time, until it is stopped. */
export interface Repeated {
  /** Begins the next run now, or as soon as the running one has ended. */
  soon(): void;
  /** Waits for what is running. */
  stop(): Promise<void>;
}

/**
 * @param pauseMs between the end of one run and the beginning of the next.
 * @param failed told of each run that failed; the next one is tried all the same.
 */
export function repeat(work: () => Promise<void>, pauseMs: number, failed: (error: unknown) => void): Repeated {
  let stopped = false;
  let busy = false;
  let wanted = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const wait = (): void => {
    timer = setTimeout(run, pauseMs);
  };
  const run = (): void => {
    busy = true;
    wanted = false;
    running = work()
      .catch(failed)
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
