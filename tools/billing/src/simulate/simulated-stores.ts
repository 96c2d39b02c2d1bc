import { Reservations, Settlements, type Reservation, type Settlement, type UsageLedger } from '@radiant/billing';
import { Clock, DomainError, type Instant } from '@radiant/kernel';
import type { Random } from '../random-rows.js';

/** A clock that goes when it is told to. */
export class SimulatedClock extends Clock {
  constructor(private moment: Instant) {
    super();
  }

  now(): Instant {
    return this.moment;
  }

  elapsed(): number {
    return this.moment;
  }

  advance(milliseconds: number): void {
    this.moment += milliseconds;
  }
}

const away = (): DomainError => new DomainError('service_unavailable', 'simulated');

/** Fails one in so many times, before the work or between the work and its answer. */
export class Faults {
  /** Whether anything fails at all; off while a history recovers. */
  active = true;

  /** @param percent of what is asked for that fails, half of it after it was done. */
  constructor(
    private readonly random: Random,
    private readonly percent: number,
  ) {}

  async around<Result>(work: () => Promise<Result>): Promise<Result> {
    if (!this.active || !this.random.chance(this.percent)) return work();
    if (this.random.chance(50)) throw away();
    await work();
    throw away();
  }
}

/** A store of reservations that is not always there. */
export class FaultyReservations extends Reservations {
  constructor(
    private readonly store: Reservations,
    private readonly faults: Faults,
  ) {
    super();
  }

  reserve(reservation: Reservation): Promise<void> {
    return this.faults.around(() => this.store.reserve(reservation));
  }

  settleExpired(moment: Instant, most: number): Promise<number> {
    return this.faults.around(() => this.store.settleExpired(moment, most));
  }
}

/** A spool that is not always there. What it has kept outlives every crash, and is carried into the books later. */
export class SimulatedSpool extends Settlements {
  /** What is kept and not known to be in the books. */
  private waiting: Settlement[] = [];
  /** What was carried: a file that is not deleted in time is read again after a crash. */
  private carried: Settlement[] = [];

  constructor(
    private readonly ledger: UsageLedger,
    private readonly faults: Faults,
    private readonly random: Random,
  ) {
    super();
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  settle(settlement: Settlement): Promise<void> {
    return this.faults.around(async () => void this.waiting.push(settlement));
  }

  async ready(): Promise<void> {
    await this.faults.around(async () => undefined);
  }

  /** Carries what is waiting, in any order; a drainer that crashes leaves the rest, and what it has just written. */
  async drain(): Promise<void> {
    const batch = this.waiting.toSorted(() => this.random.below(3) - 1);
    for (const settlement of batch) {
      try {
        await this.faults.around(() => this.ledger.post(settlement));
      } catch (error) {
        if (!(error instanceof DomainError) || error.code === 'conflict') continue; // stays: an operator looks at it
        return;
      }
      this.waiting = this.waiting.filter((one) => one !== settlement);
      this.carried.push(settlement);
    }
  }

  /** What the disk still holds is carried once more. */
  restart(): void {
    this.waiting.push(...this.carried.filter(() => this.random.chance(50)));
    this.carried = [];
  }
}
