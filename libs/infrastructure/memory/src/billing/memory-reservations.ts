import { budgetExceeded, Reservations, type BudgetStanding, type Reservation } from '@radiant/billing';
import { Money, type Instant } from '@radiant/kernel';
import { keyOf, type MemoryBooks } from './memory-books.js';

/** Reservations in this process. */
export class MemoryReservations extends Reservations {
  constructor(private readonly books: MemoryBooks) {
    super();
  }

  async reserve(reservation: Reservation): Promise<void> {
    if (this.books.reservations.has(keyOf(reservation))) return;
    this.books.raise(reservation.tenantId, reservation, reservation.reservedAt);
    const [short] = this.books
      .covering(reservation.tenantId, reservation)
      .filter(({ hard }) => hard)
      .map((budget) => this.books.standing(budget, reservation.reservedAt))
      .filter((standing) => left(standing).compare(reservation.billedAmount) < 0)
      .sort((a, b) => left(a).compare(left(b)));
    if (short) {
      const { budget, periodEnd } = short;
      const rest = left(short).picos < 0n ? Money.zero : left(short);
      throw budgetExceeded({ id: budget.id, limit: budget.limit, scope: budget.scope.kind }, rest, periodEnd);
    }
    this.books.reservations.set(keyOf(reservation), { ...reservation });
  }

  async settleExpired(moment: Instant, most: number): Promise<number> {
    const expired = [...this.books.reservations.values()].filter(({ expiresAt }) => expiresAt <= moment).slice(0, most);
    for (const reservation of expired) {
      this.books.reservations.delete(keyOf(reservation));
      if (!this.books.usage.has(keyOf(reservation)))
        this.books.keep(asEstimate(reservation), { estimate: true, heard: undefined });
    }
    return expired.length;
  }
}

const left = ({ budget, spent, held }: BudgetStanding): Money => budget.limit.minus(spent).minus(held);

const asEstimate = (reservation: Reservation) => ({
  tenantId: reservation.tenantId,
  requestId: reservation.requestId,
  appId: reservation.appId,
  apiKeyId: reservation.apiKeyId,
  userId: reservation.userId,
  sessionId: reservation.sessionId,
  modelId: reservation.modelId,
  providerId: reservation.providerId,
  requestType: reservation.requestType,
  tags: reservation.tags,
  usage: {
    inputTokens: reservation.inputTokens,
    cachedInputTokens: 0,
    outputTokens: reservation.outputTokens,
    reasoningTokens: 0,
  },
  cost: reservation.cost,
  billedAmount: reservation.billedAmount,
  estimated: true,
  priceVersion: reservation.priceVersion,
  markupBasisPoints: undefined,
  latencyMs: 0,
  createdAt: reservation.reservedAt,
});
