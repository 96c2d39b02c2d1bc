import { BooksBroken, History, STORES, type HistoryTally, type Stores } from './history.js';

/** What a run of histories found. */
export interface HistoriesReport extends HistoryTally {
  readonly histories: number;
  /** The first that broke the books, to be run again by its seed. */
  readonly failure: { readonly seed: number; readonly message: string } | undefined;
}

/** Runs histories of consecutive seeds until one breaks the books. */
export async function runHistories(
  histories: number,
  seed: number,
  { stores = STORES, progress }: { readonly stores?: Stores; readonly progress?: (done: number) => void } = {},
): Promise<HistoriesReport> {
  const sum = { admitted: 0, refused: 0, acknowledged: 0, estimates: 0, takenBack: 0 };
  for (let done = 0; done < histories; done += 1) {
    try {
      const tally = await new History(seed + done, stores).run();
      sum.admitted += tally.admitted;
      sum.refused += tally.refused;
      sum.acknowledged += tally.acknowledged;
      sum.estimates += tally.estimates;
      sum.takenBack += tally.takenBack;
    } catch (error) {
      if (!(error instanceof BooksBroken)) throw error;
      return { ...sum, histories: done + 1, failure: { seed: seed + done, message: error.message } };
    }
    progress?.(done + 1);
  }
  return { ...sum, histories, failure: undefined };
}
