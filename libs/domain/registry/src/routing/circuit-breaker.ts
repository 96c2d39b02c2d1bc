/** When calls are kept from a provider that fails. */
export interface BreakerRules {
  /** Failures one after the other that open it. */
  readonly consecutive: number;
  /** How many of the latest ends are looked at, and how many failures among them open it. */
  readonly latest: number;
  readonly failures: number;
  /** How long it stays open before one call may try, in ms. */
  readonly openMs: number;
}

/** Ten failures are the most that a provider gets away with, and half a minute the longest that nobody tries. */
export const BREAKER_RULES: BreakerRules = { consecutive: 5, latest: 20, failures: 10, openMs: 10_000 };

export const BREAKER_STATES = ['closed', 'open', 'half_open'] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];

/** A call that was let through. Each of these is told once; what a call says after the breaker has changed is not heard. */
export interface Passage {
  /** The provider answers. Whether the answer comes to its end is told later. */
  answered(): void;
  succeeded(): void;
  /** @param why what was thrown, for whoever is told of a breaker that opens. */
  failed(why?: unknown): void;
  /** It says nothing of the provider: the caller left. */
  abandoned(): void;
}

/**
 * A circuit breaker: lets every call through while it is closed, none while it is open, and exactly one when it has been
 * open for long enough. That one decides. Times are readings of a clock that never jumps, in ms.
 */
export class CircuitBreaker {
  private phase: BreakerState = 'closed';
  /** Counts the changes of phase: a call that was let through before one has no say after it. */
  private epoch = 0;
  private openedAt = 0;
  private consecutive = 0;
  /** True: failed. Oldest first. */
  private latest: boolean[] = [];

  constructor(
    private readonly elapsed: () => number,
    private readonly rules: BreakerRules = BREAKER_RULES,
    /** Told of each change, and of the failure that opens it. */
    private readonly onTurn: (state: BreakerState, why?: unknown) => void = () => undefined,
  ) {}

  /** Open for long enough counts as half open: a call that comes now may try. */
  get state(): BreakerState {
    return this.phase === 'open' && this.opensInMs === 0 ? 'half_open' : this.phase;
  }

  /** How long nobody may try, in ms; 0 while somebody may. */
  get opensInMs(): number {
    if (this.phase !== 'open') return 0;
    return Math.max(0, this.openedAt + this.rules.openMs - this.elapsed());
  }

  /** @returns undefined when the call may not go. */
  admit(): Passage | undefined {
    if (this.phase === 'half_open' || this.opensInMs > 0) return undefined;
    if (this.phase === 'open') this.turn('half_open');
    return this.passage(this.epoch);
  }

  private passage(epoch: number): Passage {
    let over = false;
    const once =
      (said: (why?: unknown) => void) =>
      (why?: unknown): void => {
        if (over) return;
        over = true;
        if (epoch === this.epoch) said(why);
      };
    return {
      answered: () => {
        if (epoch !== this.epoch || this.phase !== 'half_open') return;
        this.turn('closed');
        epoch = this.epoch;
      },
      succeeded: once(() => {
        if (this.phase === 'half_open') this.turn('closed');
        else this.count(false);
      }),
      failed: once((why) => {
        if (this.phase === 'half_open') this.open(why);
        else this.count(true, why);
      }),
      abandoned: once(() => {
        if (this.phase !== 'half_open') return;
        this.turn('open'); // since long enough ago: the next call tries
      }),
    };
  }

  private count(failed: boolean, why?: unknown): void {
    this.consecutive = failed ? this.consecutive + 1 : 0;
    this.latest.push(failed);
    if (this.latest.length > this.rules.latest) this.latest.shift();
    const failures = this.latest.filter(Boolean).length;
    if (this.consecutive >= this.rules.consecutive || failures >= this.rules.failures) this.open(why);
  }

  private open(why: unknown): void {
    this.openedAt = this.elapsed();
    this.turn('open', why);
  }

  private turn(phase: BreakerState, why?: unknown): void {
    this.phase = phase;
    this.epoch += 1;
    this.consecutive = 0;
    this.latest = [];
    this.onTurn(phase, why);
  }
}
