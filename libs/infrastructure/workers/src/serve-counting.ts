import { parentPort, type MessagePort } from 'node:worker_threads';
import type { TokenCounter } from '@radiant/billing';
import type { CountingRequest } from './messages.js';
import { serve } from './serve.js';

/** What a worker thread does: counts the tokens of what its parent sends. */
export function serveCounting(counter: TokenCounter, port: MessagePort | null = parentPort): void {
  serve<CountingRequest, number>(port, ({ texts }) => counter.count(texts));
}
