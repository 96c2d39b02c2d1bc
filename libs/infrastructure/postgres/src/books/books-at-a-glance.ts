import type { Instant } from '@radiant/kernel';
import type { UnitOfWork } from '../unit-of-work.js';

/** How far the books are apart, by kind, in picos without their signs; and what is held for calls under way. */
export interface BooksGlance {
  /** Usage and its lines of the ledger. */
  readonly unlike: bigint;
  /** Lines that do not add up to nothing. */
  readonly unbalanced: bigint;
  /** Held for calls that are settled. */
  readonly settledButHeld: bigint;
  /** Held for calls that should have been settled long ago. */
  readonly overdue: bigint;
  readonly openReservations: number;
  readonly held: bigint;
}

interface GlanceRow {
  readonly unlike_picos: string;
  readonly unbalanced_picos: string;
  readonly settled_but_held_picos: string;
  readonly overdue_picos: string;
  readonly open_reservations: string;
  readonly held_picos: string;
}

/** A cheap look at the books of all tenants. Its connection must be of the administration's role. */
export class BooksAtAGlance {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @param since calls admitted before are not looked at. @throws DomainError `service_unavailable`. */
  async look(since: Instant): Promise<BooksGlance> {
    const [row] = await this.unitOfWork.forPlatform((manager) =>
      manager.query<readonly GlanceRow[]>('select * from books_at_a_glance($1)', [new Date(since)]),
    );
    if (!row) throw new TypeError('the function answers one row');
    return {
      unlike: BigInt(row.unlike_picos),
      unbalanced: BigInt(row.unbalanced_picos),
      settledButHeld: BigInt(row.settled_but_held_picos),
      overdue: BigInt(row.overdue_picos),
      openReservations: Number(row.open_reservations),
      held: BigInt(row.held_picos),
    };
  }
}
