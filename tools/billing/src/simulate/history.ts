import {
  budgetId,
  RecordUsage,
  ReserveCall,
  VerifyBooks,
  type AskedCall,
  type Budget,
  type Reservation,
  type Reservations,
  type UsageEntry,
  type UsageLedger,
} from '@radiant/billing';
import { DomainError, Money } from '@radiant/kernel';
import {
  MemoryBooks,
  MemoryBooksReader,
  MemoryBudgetStore,
  MemoryReservations,
  MemoryUsageLedger,
} from '@radiant/memory';
import { Sha256Digest } from '@radiant/security';
import { Random } from '../random-rows.js';
import { APPS, CountCharacters, oneOf, priceAt, randomAnswer, randomCall, TENANTS } from './simulated-calls.js';
import { SimulatedCorrections } from './simulated-corrections.js';
import { Faults, FaultyReservations, SimulatedClock, SimulatedSpool } from './simulated-stores.js';

const STEPS = 60;
const START = Date.UTC(2026, 2, 10, 20);
const HOUR_MS = 3_600_000;

/** What the books must not do, and did. */
export class BooksBroken extends Error {}

/** The stores under test; a mutation of them must be found. */
export interface Stores {
  reservations(books: MemoryBooks): Reservations;
  ledger(books: MemoryBooks): UsageLedger;
}
export const STORES: Stores = {
  reservations: (books) => new MemoryReservations(books),
  ledger: (books) => new MemoryUsageLedger(books),
};

interface Underway {
  readonly asked: AskedCall;
  readonly reservation: Reservation;
}

/** What happened in a history. */
export interface HistoryTally {
  readonly admitted: number;
  readonly refused: number;
  readonly acknowledged: number;
  readonly estimates: number;
  /** Acknowledged as free, but only after they had expired: they stay billed as reserved. */
  readonly takenBack: number;
}

/** One random history of calls, failures and restarts, the same for the same seed. */
export class History {
  private readonly random: Random;
  private readonly faults: Faults;
  private readonly clock = new SimulatedClock(START);
  private readonly books = new MemoryBooks();
  private readonly reservations: Reservations;
  private readonly spool: SimulatedSpool;
  private readonly reserveCall: ReserveCall;
  private readonly recordUsage: RecordUsage;
  private readonly verification: VerifyBooks;
  private underway: Underway[] = [];
  private readonly acknowledged = new Map<string, UsageEntry>();
  private readonly released = new Set<string>();
  private readonly refused = new Set<string>();
  private readonly corrections: SimulatedCorrections;
  /** Of hard budgets: what they may show at most, as what came before them stays. */
  private readonly most = new Map<string, bigint>();
  private calls = 0;
  private admitted = 0;

  constructor(seed: number, stores: Stores = STORES) {
    this.random = new Random(seed);
    this.faults = new Faults(this.random, 5 + this.random.below(30));
    this.corrections = new SimulatedCorrections(this.books, this.random, this.random.chance(30));
    const ledger = stores.ledger(this.books);
    this.reservations = new FaultyReservations(stores.reservations(this.books), this.faults);
    this.spool = new SimulatedSpool(ledger, this.faults, this.random);
    this.reserveCall = new ReserveCall(this.spool, this.clock);
    this.recordUsage = new RecordUsage(this.spool, new CountCharacters());
    this.verification = new VerifyBooks(new MemoryBooksReader(this.books, priceAt), this.clock, new Sha256Digest());
  }

  /** @throws BooksBroken. */
  async run(): Promise<HistoryTally> {
    for (let step = 0; step < STEPS; step += 1) {
      await this.step();
      await this.check();
    }
    await this.recover();
    await this.check();
    return this.inTheEnd();
  }

  private async step(): Promise<void> {
    const choice = this.random.below(100);
    if (choice < 34) await this.begin();
    else if (choice < 58) await this.end();
    else if (choice < 72) await this.spool.drain();
    else if (choice < 80) await this.expire();
    else if (choice < 88) this.clock.advance(this.random.below(40) * 60_000);
    else if (choice < 91) await this.changeBudgets();
    else if (choice < 92) await this.corrections.correct();
    else if (choice < 96) this.spool.restart();
    else {
      this.underway = []; // the process is killed: nobody says how these ended
      this.spool.restart();
    }
  }

  private async begin(): Promise<void> {
    const asked = randomCall(this.random, (this.calls += 1));
    await quietly(async () => {
      const reservation = await this.reserveCall.execute(asked);
      try {
        await this.reservations.reserve(reservation);
      } catch (error) {
        if (error instanceof DomainError && error.code === 'budget_exceeded') this.refused.add(asked.requestId);
        else if (this.random.chance(50)) return this.beginAgain({ asked, reservation });
        throw error;
      }
      this.leave({ asked, reservation });
    });
  }

  /** After an answer that was lost. */
  private async beginAgain(call: Underway): Promise<void> {
    await this.reservations.reserve(call.reservation);
    this.leave(call);
  }

  private leave(call: Underway): void {
    this.underway.push(call);
    this.admitted += 1;
  }

  private async end(): Promise<void> {
    if (this.underway.length === 0) return;
    const call = oneOf(this.random, this.underway);
    this.underway = this.underway.filter((one) => one !== call);
    const { asked, reservation } = call;
    await quietly(async () => {
      if (this.random.chance(15)) {
        await this.recordUsage.release(reservation);
        this.released.add(reservation.requestId);
        return;
      }
      const answer = randomAnswer(this.random, asked, reservation);
      // whoever is not answered may say the same again, and never something else
      const entry = await this.recordUsage.execute(answer).catch(() => this.recordUsage.execute(answer));
      this.acknowledged.set(entry.requestId, entry);
    });
  }

  private async expire(): Promise<void> {
    await quietly(() => this.reservations.settleExpired(this.clock.now(), 1 + this.random.below(5)));
  }

  private async changeBudgets(): Promise<void> {
    const store = new MemoryBudgetStore(this.books, oneOf(this.random, TENANTS));
    const [latest] = (await store.list({ limit: 1, offset: 0 }, this.clock.now())).items;
    if (latest && this.random.chance(30)) {
      await store.end(latest.budget.id, 'grace', this.clock.now());
      return;
    }
    await store.add(this.budget(oneOf(this.random, TENANTS)));
  }

  private budget(tenantId: Budget['tenantId']): Budget {
    const id = budgetId(`00000000-0000-4000-9000-${String(this.books.budgets.length).padStart(12, '0')}`);
    const scopes = [
      { kind: 'tenant', value: undefined },
      { kind: 'app', value: oneOf(this.random, APPS) },
      { kind: 'user', value: 'ann' },
      { kind: 'tag', value: 'unit=er' },
    ] as const;
    return {
      id,
      tenantId,
      period: this.random.chance(50) ? 'day' : 'month',
      limit: Money.ofPicos(BigInt(this.random.below(4_000)) * 1_000_003n),
      hard: this.random.chance(75),
      scope: oneOf(this.random, scopes),
      createdAt: this.clock.now(),
      createdBy: 'grace',
      endedAt: undefined,
    };
  }

  /** All is there again, and what nobody has heard of expires. */
  private async recover(): Promise<void> {
    this.faults.active = false;
    await this.spool.drain();
    this.clock.advance(HOUR_MS);
    while ((await this.reservations.settleExpired(this.clock.now(), 100)) > 0);
    await this.spool.drain();
  }

  private async check(): Promise<void> {
    const total = await this.verification.execute({
      found: ({ kind, subject, part, expected, found }) => {
        // nobody has been told to settle it yet
        if (kind !== 'overdue') broken(`${kind} ${subject} ${part}: expected ${expected.picos}, found ${found.picos}`);
      },
    });
    const { receivable, provider, margin } = total.accounts;
    const sum = receivable.plus(provider).plus(margin);
    if (sum.picos !== 0n) broken(`the accounts add up to ${sum.picos}`);
    if (this.corrections.made > 0) return; // money that they set free is spent when the truth takes it back
    for (const budget of this.books.budgets) if (budget.hard && budget.endedAt === undefined) this.checkBudget(budget);
  }

  private checkBudget(budget: Budget): void {
    const { spent, held, periodStart } = this.books.standing(budget, this.clock.now());
    const shown = spent.picos + held.picos;
    const key = `${budget.id} ${periodStart}`;
    // a budget counts what came before it; it grows no further then
    const most = this.most.get(key) ?? (budget.createdAt >= periodStart ? shown : 0n);
    this.most.set(key, most > shown ? shown : most);
    const allowed = most > budget.limit.picos ? most : budget.limit.picos;
    if (shown > allowed) broken(`budget ${budget.id} shows ${shown} of ${allowed}`);
  }

  private inTheEnd(): HistoryTally {
    if (!this.spool.isEmpty) broken('what is in the spool does not get into the books');
    if (this.books.reservations.size > 0) broken(`${this.books.reservations.size} reservations stay`);
    for (const [id, entry] of this.acknowledged) {
      const kept = this.books.usage.get(`${entry.tenantId} ${id}`);
      if (!kept) broken(`call ${id} was acknowledged and is lost`);
      const expected = this.corrections.standing(id) ?? entry.billedAmount;
      if (kept?.estimate || !kept?.entry.billedAmount.equals(expected)) {
        broken(`call ${id} is billed ${String(kept?.entry.billedAmount.picos)}, acknowledged was ${expected.picos}`);
      }
    }
    let [estimates, takenBack] = [0, 0];
    for (const { entry, estimate } of this.books.usage.values()) {
      if (this.refused.has(entry.requestId)) broken(`call ${entry.requestId} was refused and is billed`);
      if (estimate) estimates += 1;
      if (!this.released.has(entry.requestId)) continue;
      const expected = this.corrections.standing(entry.requestId) ?? Money.zero;
      if (estimate || !entry.billedAmount.equals(expected))
        broken(`call ${entry.requestId} used nothing and is billed`);
      takenBack += 1;
    }
    const acknowledged = this.acknowledged.size;
    return { admitted: this.admitted, refused: this.refused.size, acknowledged, estimates, takenBack };
  }
}

function broken(message: string): never {
  throw new BooksBroken(message);
}

/** Failures of stores are part of a history. */
async function quietly(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
}
