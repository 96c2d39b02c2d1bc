import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { instant, spent } from '../world/core-waits.js';

const BETWEEN_MS = 2;

/** Asks a process whether it lives, again and again: what it takes to answer is how long others were held up. */
export class Probe {
  private readonly pool: Pool;
  private asking = true;
  private readonly asked: Promise<void>;
  /** In ms, without waits for a core. */
  private readonly times: number[] = [];

  constructor(
    url: string,
    private readonly pids: readonly number[],
  ) {
    this.pool = new Pool(url, { connections: 1, headersTimeout: 120_000 });
    this.asked = this.ask();
  }

  /** @returns how long each answer took. */
  async stop(): Promise<readonly number[]> {
    this.asking = false;
    await this.asked;
    await this.pool.close();
    return this.times;
  }

  private async ask(): Promise<void> {
    while (this.asking) {
      const from = instant(this.pids);
      const { body } = await this.pool.request({ method: 'GET', path: '/health/live' });
      await body.dump();
      this.times.push(spent(from, instant(this.pids)));
      await pause(BETWEEN_MS);
    }
  }
}
