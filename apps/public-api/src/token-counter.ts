import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { WindowTokenCounter, type TokenCounter } from '@radiant/billing';
import { WorkerTokenCounter } from '@radiant/workers';

/** As the build lays it beside this file. */
const WORKER = new URL('./counting-worker.js', import.meta.url);

/** Lets everything else that is waiting run first. */
export const nextTurn = (): Promise<void> => setImmediate();

/** Counts in the encoding of OpenAI's current models; its tables are loaded when a provider first sends no usage. */
export const inPlaceCounter = (): WindowTokenCounter =>
  new WindowTokenCounter(async () => (await import('gpt-tokenizer/encoding/o200k_base')).countTokens, nextTurn);

/** In a thread of its own. From source, where no worker is built, in place. */
export function openTokenCounter(): { readonly counter: TokenCounter; close(): Promise<void> } {
  const inPlace = inPlaceCounter();
  if (!existsSync(WORKER)) return { counter: inPlace, close: async () => undefined };
  const counter = new WorkerTokenCounter(inPlace, WORKER);
  return { counter, close: () => counter.close() };
}
