import { DomainError, type Clock } from '@radiant/kernel';

/** Calls under preparation at once: while the event loop is busy, as many as keep it so; else they wait for a store. */
const MOST_WHILE_BUSY = 32;
const MOST_PREPARING = 256;
/** Share of its time that a loop works from which on it is busy, over this many ms. */
const BUSY = 0.9;
const MEASURED_OVER_MS = 50;
/** Calls that wait at once; each holds its connection and headers. */
const MOST_WAITING = 1_000;
/** Under a load that lasts a call waits no longer, in ms. */
const PATIENCE_MS = 50;
/** So many wait even then: they begin together when the next calls leave. */
const FEW_WAITING = 32;
/** In ms. A queue that is full after so long is no burst that passes; when nobody was refused for as long, the load is over. */
const JUDGED_EVERY_MS = 1_000;

/** One for all: refusing must cost little, and a stack costs most. */
const REFUSAL = new DomainError('service_unavailable', 'the gateway has more calls than it can take', {
  retryAfterSeconds: 1,
});

interface Call {
  readonly since: number;
  readonly begin: () => void;
  readonly refuse: (reason: DomainError) => void;
  state: 'waits' | 'prepares' | 'over';
}

/**
 * Lets calls begin while the process has time for them. Beyond that they wait: in a burst until its end, under a load that
 * lasts for 50 ms, and are refused then. Else every call would be begun, and none would end in time. Calls that wait for a
 * store or a provider while the event loop has time hold nobody up.
 */
export class LoadShedder {
  private preparing = 0;
  /** The longest first. */
  private readonly queue = new Set<Call>();
  private share = 0;
  private measuredAt = 0;
  private lasting = false;
  private judgedAt = 0;
  /** Whether the queue has begun since. */
  private isYoung = true;
  /** Calls, since then. */
  private refused = 0;
  private begun = 0;
  /** Calls that may wait at once under a load that lasts: as many as begin within their patience. */
  private mostWaiting = FEW_WAITING;

  /** @param utilisation share of the time since it was last asked for which the event loop worked, 0 to 1. */
  constructor(
    private readonly clock: Clock,
    private readonly utilisation: () => number,
  ) {}

  get waiting(): number {
    return this.queue.size;
  }

  /** Whether who comes now is refused at once. */
  get isFull(): boolean {
    return this.queue.size >= (this.lasting ? this.mostWaiting : MOST_WAITING);
  }

  /** Whether `tick` is to be called. */
  get isPressed(): boolean {
    return this.queue.size > 0 || this.lasting;
  }

  /**
   * @param begin called at once or when there is room. @param refuse called in its place with `service_unavailable`.
   * @returns what says that the call needs the process no more: it has left for its provider, or is over.
   */
  enter(begin: () => void, refuse: (reason: DomainError) => void): () => void {
    const call: Call = { since: this.clock.elapsed(), begin, refuse, state: 'waits' };
    if (this.hasRoom()) this.begin(call);
    else if (this.isFull) this.refuse(call);
    else {
      if (!this.isPressed) [this.judgedAt, this.isYoung, this.refused, this.begun] = [call.since, true, 0, 0];
      this.queue.add(call);
    }
    return () => this.leave(call);
  }

  /** As `enter` for a call that finds it full, and costs nothing more. @returns why it is refused; undefined: let it enter. */
  turnAway(): DomainError | undefined {
    if (!this.isFull || this.hasRoom()) return undefined;
    this.refused += 1;
    return REFUSAL;
  }

  /** To be called every few ms while `isPressed`. */
  tick(): void {
    const now = this.clock.elapsed();
    this.judge(now);
    if (this.lasting) {
      for (const call of this.queue) {
        if (now - call.since < PATIENCE_MS) break;
        this.refuse(call);
      }
    }
    this.beginNext();
  }

  private judge(now: number): void {
    const period = now - this.judgedAt;
    if (period < JUDGED_EVERY_MS) return;
    this.lasting = this.refused > 0 && !this.isYoung;
    this.mostWaiting = Math.max(FEW_WAITING, Math.ceil((this.begun * PATIENCE_MS) / period));
    [this.judgedAt, this.isYoung, this.refused, this.begun] = [now, false, 0, 0];
  }

  private leave(call: Call): void {
    if (call.state === 'prepares') this.preparing -= 1;
    this.queue.delete(call);
    call.state = 'over';
    this.beginNext();
  }

  private beginNext(): void {
    for (const call of this.queue) {
      if (!this.hasRoom()) return;
      this.begin(call);
    }
  }

  private begin(call: Call): void {
    this.queue.delete(call);
    this.preparing += 1;
    this.begun += 1;
    call.state = 'prepares';
    call.begin();
  }

  private refuse(call: Call): void {
    this.queue.delete(call);
    call.state = 'over';
    this.refused += 1;
    call.refuse(REFUSAL);
  }

  private hasRoom(): boolean {
    if (this.preparing < MOST_WHILE_BUSY) return true;
    return this.preparing < MOST_PREPARING && !this.isBusy();
  }

  private isBusy(): boolean {
    const now = this.clock.elapsed();
    if (now - this.measuredAt >= MEASURED_OVER_MS) [this.measuredAt, this.share] = [now, this.utilisation()];
    return this.share >= BUSY;
  }
}
