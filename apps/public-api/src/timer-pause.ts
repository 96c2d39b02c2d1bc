import { setTimeout } from 'node:timers/promises';
import { Pause } from '@radiant/inference';

/** Waits on a timer of the process, which it does not keep alive. */
export class TimerPause extends Pause {
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    await setTimeout(ms, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
