import { setImmediate } from 'node:timers/promises';
import { WindowTokenCounter } from '@radiant/billing';

/** Lets everything else that is waiting run first. */
export const nextTurn = (): Promise<void> => setImmediate();

/** Counts in the encoding of OpenAI's current models; its tables are loaded when a provider first sends no usage. */
export const tokenCounter = (): WindowTokenCounter =>
  new WindowTokenCounter(async () => (await import('gpt-tokenizer/encoding/o200k_base')).countTokens, nextTurn);
