/** Work that is done again and again, with a pause after each time, until it is stopped. */
export interface Repeated {
  /** Waits for what is running. */
  stop(): Promise<void>;
}

/**
 * @param pauseMs between the end of one run and the beginning of the next.
 * @param failed told of each run that failed; the next one is tried all the same.
 */
export function repeat(work: () => Promise<void>, pauseMs: number, failed: (error: unknown) => void): Repeated {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const next = (): void => {
    timer = setTimeout(() => {
      running = work()
        .catch(failed)
        .then(() => {
          if (!stopped) next();
        });
    }, pauseMs);
  };
  next();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
