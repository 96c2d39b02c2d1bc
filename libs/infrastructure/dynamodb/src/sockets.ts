import { DomainError } from '@radiant/kernel';

/** Who waits beyond them is refused at once: what nobody can serve in time must not pile up. */
const MOST_WAITING = 20_000;

/**
 * The connections of a client. Commands that find none free wait here: within the SDK their deadline for connecting would
 * be running already, and a burst of calls would take a store for dead that is only busy.
 */
export class Sockets {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  /** @throws DomainError `service_unavailable` when too many wait; what `work` throws. */
  async use<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.free > 0) this.free -= 1;
    else await this.nextFree();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }

  private nextFree(): Promise<void> {
    if (this.waiting.length >= MOST_WAITING) {
      throw new DomainError('service_unavailable', 'the PHI vault is not keeping up', { retryAfterSeconds: 1 });
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
