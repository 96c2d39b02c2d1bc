import { DomainError } from '@radiant/kernel';

/** Who waits beyond them is refused at once: what nobody can serve in time must not pile up. */
const MOST_WAITING = 20_000;

/**
 * The connections of a client. Commands that find none free wait here: within the SDK their deadline for connecting would
 * be running already, and a burst of calls would take a store for dead that is only busy.
 */
export class Sockets {
  private readonly waiting = new Set<() => void>();

  /** @param waitMs how long a command waits at most: a store that answers nobody holds each connection for seconds. */
  constructor(
    private free: number,
    private readonly waitMs: number,
  ) {}

  /** @throws DomainError `service_unavailable` when too many wait, or none gets free in time; what `work` throws. */
  async use<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.free > 0) this.free -= 1;
    else await this.nextFree();
    try {
      return await work();
    } finally {
      const [next] = this.waiting;
      if (next) next();
      else this.free += 1;
    }
  }

  private nextFree(): Promise<void> {
    if (this.waiting.size >= MOST_WAITING) return Promise.reject(notKeepingUp());
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.waiting.delete(go);
        reject(notKeepingUp());
      }, this.waitMs);
      const go = (): void => {
        clearTimeout(late);
        this.waiting.delete(go);
        resolve();
      };
      this.waiting.add(go);
    });
  }
}

export const notKeepingUp = (): DomainError =>
  new DomainError('service_unavailable', 'the PHI vault is not keeping up', { retryAfterSeconds: 1 });
