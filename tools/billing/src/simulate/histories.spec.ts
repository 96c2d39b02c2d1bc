import { describe, expect, it, jest } from '@jest/globals';
import { UsageLedger, type Reservation, type Settlement } from '@radiant/billing';
import { MemoryReservations, MemoryUsageLedger, type MemoryBooks } from '@radiant/memory';
import { STORES } from './history.js';
import { runHistories } from './run-histories.js';

jest.setTimeout(180_000);

const HISTORIES = 100;

class PostsTwice extends UsageLedger {
  constructor(private readonly books: MemoryBooks) {
    super();
  }

  async post(settlement: Settlement): Promise<void> {
    const key = settlement.kind === 'usage' && `${settlement.entry.tenantId} ${settlement.entry.requestId}`;
    const before = (key && this.books.ledger.get(key)) || [];
    await new MemoryUsageLedger(this.books).post(settlement);
    if (key && before.length > 0) this.books.ledger.set(key, [...before, ...before]);
  }
}

class Forgets extends UsageLedger {
  private posted = 0;

  constructor(private readonly books: MemoryBooks) {
    super();
  }

  async post(settlement: Settlement): Promise<void> {
    this.posted += 1;
    if (this.posted % 7 !== 0) await new MemoryUsageLedger(this.books).post(settlement);
  }
}

class AsksNoBudget extends MemoryReservations {
  constructor(private readonly all: MemoryBooks) {
    super(all);
  }

  override async reserve(reservation: Reservation): Promise<void> {
    this.all.reservations.set(`${reservation.tenantId} ${reservation.requestId}`, reservation);
  }
}

class NeverFrees extends UsageLedger {
  constructor(private readonly books: MemoryBooks) {
    super();
  }

  async post(settlement: Settlement): Promise<void> {
    const held = new Map(this.books.reservations);
    await new MemoryUsageLedger(this.books).post(settlement);
    for (const [key, reservation] of held) this.books.reservations.set(key, reservation);
  }
}

describe('random histories of calls, faults and restarts', () => {
  it(`leave the books in order, ${HISTORIES} of them, after every step`, async () => {
    const seed = 1 + Math.floor(Math.random() * 2 ** 31);
    const report = await runHistories(HISTORIES, seed);
    expect(report).toMatchObject({ histories: HISTORIES, failure: undefined });
    expect(Math.min(report.refused, report.acknowledged, report.estimates)).toBeGreaterThan(HISTORIES / 10);
  });

  it('are the same for the same seed', async () => {
    expect(await runHistories(3, 77)).toEqual(await runHistories(3, 77));
  });

  it.each([
    [
      'a ledger that posts what it has posted',
      { ...STORES, ledger: (books: MemoryBooks) => new PostsTwice(books) },
      /ledger_amount/,
    ],
    [
      'a ledger that forgets',
      { ...STORES, ledger: (books: MemoryBooks) => new Forgets(books) },
      /is lost|reservations stay|is billed/,
    ],
    [
      'reservations that ask no budget',
      { ...STORES, reservations: (books: MemoryBooks) => new AsksNoBudget(books) },
      /^budget .* shows/,
    ],
    [
      'a ledger that frees nothing',
      { ...STORES, ledger: (books: MemoryBooks) => new NeverFrees(books) },
      /settled_but_held/,
    ],
  ])('find %s, and say the seed that shows it again', async (_, stores, message) => {
    const { failure } = await runHistories(HISTORIES, 1, { stores });
    expect(failure?.message).toMatch(message);
    expect((await runHistories(1, failure?.seed ?? 0, { stores })).failure).toEqual(failure);
  });
});
