import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** What a call that was cut may still take to write down what it consumed. */
const SETTLE_MS = 2_000;

export interface StopLimits {
  /** How long running calls may go on, in ms. */
  readonly stopMs: number;
  /** Aborted: they may go on no longer. */
  readonly hurry: AbortSignal;
  /** Called when calls are about to be cut. */
  readonly onCut: () => void;
}

/**
 * Closes a server once its running calls have ended. Those that have not in time lose their connection, as if their
 * callers had hung up: what arrived until then is billed.
 * @param close stops taking calls and resolves when no connection is left.
 */
export async function closeWithin(server: Server, close: () => Promise<void>, limits: StopLimits): Promise<void> {
  const { stopMs, hurry, onCut } = limits;
  const ended = new AbortController();
  const late = pause(stopMs, undefined, { signal: AbortSignal.any([ended.signal, hurry]) });
  const cut = late
    .catch(() => undefined) // told to hurry, or all have ended
    .then(async () => {
      if (ended.signal.aborted) return;
      onCut();
      server.closeAllConnections();
      await pause(SETTLE_MS);
    });
  await close();
  ended.abort();
  await cut;
}
