import { budgetExceeded, budgetId, type Reservation } from '@radiant/billing';
import { keyInUse } from '@radiant/inference';
import { Money, type DomainError } from '@radiant/kernel';

/** Why a call is refused, as `reserve_calls` and `depart_calls` say. */
export type Refusal =
  BudgetRefusal | { readonly refused: string; /** Another call has its key. */ readonly budget: null };

interface BudgetRefusal {
  readonly refused: string;
  readonly budget: string;
  readonly budget_scope: string;
  readonly limit_picos: string;
  readonly left_picos: string;
  readonly resets_at: Date;
}

/** The refusal of each entry whose reservation is among the refused. */
export function refusedEntries<Entry>(
  refusals: readonly Refusal[],
  entries: readonly Entry[],
  reservationOf: (entry: Entry) => Reservation,
): ReadonlyMap<Entry, DomainError> {
  const byRequest = new Map(refusals.map((refusal) => [refusal.refused, refusal]));
  const refused = new Map<Entry, DomainError>();
  for (const entry of entries) {
    const refusal = byRequest.get(reservationOf(entry).requestId);
    if (refusal) refused.set(entry, refusal.budget === null ? keyInUse() : exceeded(refusal));
  }
  return refused;
}

const exceeded = (refusal: BudgetRefusal): DomainError =>
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
export const reservationRow = (reservation: Reservation): object => ({
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
