import { budgetExceeded, budgetId, Reservations, type Reservation } from '@radiant/billing';
import { Money, type DomainError, type Instant } from '@radiant/kernel';
import type pg from 'pg';
import { AppendBatches } from './append-batches.js';
import type { UnitOfWork } from './unit-of-work.js';

/** One short one, for a connection that was cut: a caller waits. */
const RETRY_PAUSES = [25];

interface Refusal {
  readonly refused: string;
  readonly budget: string;
  readonly budget_scope: string;
  readonly limit_picos: string;
  readonly left_picos: string;
  readonly resets_at: Date;
}

/** Reserves in batches that may hold calls of many tenants; the database decides about budgets, one call after the other. */
export class PostgresReservations extends Reservations {
  private readonly batches: AppendBatches<Reservation, Refusal>;

  constructor(
    pool: pg.Pool,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
    this.batches = new AppendBatches<Reservation, Refusal>(pool, {
      appendWith: 'reserve_calls',
      row: (reservation) => JSON.stringify(row(reservation)),
      retryPauses: RETRY_PAUSES,
      refusals: (refusals, entries) => {
        const byRequest = new Map(refusals.map((refusal) => [refusal.refused, refusal]));
        const refused = new Map<Reservation, DomainError>();
        for (const entry of entries) {
          const refusal = byRequest.get(entry.requestId);
          if (refusal) refused.set(entry, exceeded(refusal));
        }
        return refused;
      },
    });
  }

  reserve(reservation: Reservation): Promise<void> {
    return this.batches.append(reservation);
  }

  async settleExpired(moment: Instant, most: number): Promise<number> {
    const [row] = await this.unitOfWork.forPlatform((manager) =>
      manager.query<readonly { readonly settled: number }[]>('select settle_expired($1, $2) as settled', [
        new Date(moment),
        most,
      ]),
    );
    return row?.settled ?? 0;
  }

  /** Writes what is waiting and closes the pool. */
  close(): Promise<void> {
    return this.batches.close();
  }
}

const exceeded = (refusal: Refusal): DomainError =>
  budgetExceeded(
    {
      id: budgetId(refusal.budget),
      limit: Money.ofPicos(BigInt(refusal.limit_picos)),
      scope: refusal.budget_scope,
    },
    Money.ofPicos(BigInt(refusal.left_picos)),
    refusal.resets_at.getTime(),
  );

/** Amounts go as decimal strings: a JSON number would be read as a float. */
const row = (reservation: Reservation): object => ({
  tenant_id: reservation.tenantId,
  request_id: reservation.requestId,
  app_id: reservation.appId,
  api_key_id: reservation.apiKeyId,
  user_id: reservation.userId,
  session_id: reservation.sessionId,
  model_id: reservation.modelId,
  provider_id: reservation.providerId,
  request_type: reservation.requestType,
  tags: reservation.tags,
  input_tokens: reservation.inputTokens,
  output_tokens: reservation.outputTokens,
  cost_picos: reservation.cost.picos.toString(),
  billed_amount_picos: reservation.billedAmount.picos.toString(),
  price_version: reservation.priceVersion,
  reserved_at: new Date(reservation.reservedAt).toISOString(),
  expires_at: new Date(reservation.expiresAt).toISOString(),
});
