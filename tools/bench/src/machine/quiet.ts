import { setTimeout as pause } from 'node:timers/promises';
import { coreTimes } from './proc.js';

/** Share of a core that other programs may use. */
export const FOREIGN_LIMIT = 0.12;
const LOOK_MS = 200;
const LONGEST_WAIT_MS = 12_000;

/** Waits for other programs to leave the machine: at most 12 s at a time, and `budget` ms in all. */
export class QuietGate {
  constructor(private budget: number) {}

  async pass(): Promise<void> {
    for (let waited = 0; waited < LONGEST_WAIT_MS && this.budget > 0; waited += 2 * LOOK_MS) {
      const before = busySeconds();
      await pause(LOOK_MS);
      if ((busySeconds() - before) / (LOOK_MS / 1e3) < FOREIGN_LIMIT) return;
      await pause(LOOK_MS);
      this.budget -= 2 * LOOK_MS;
    }
  }
}

const busySeconds = (): number => coreTimes().reduce((sum, core) => sum + core.busy, 0);
