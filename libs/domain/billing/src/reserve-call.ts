import type { Clock, ModelId, ProviderId } from '@radiant/kernel';
import type { Reservations } from './ports/reservations.js';
import type { Settlements } from './ports/settlements.js';
import { mostCharge, type Price } from './price.js';
import { mostTokens, type CallSize, type ModelLimits, type Reservation } from './reservation.js';

/** Longer than any call may take, and than a database is away in most outages. */
const LIFE_MS = 30 * 60_000;

type Caller = Pick<
  Reservation,
  'tenantId' | 'requestId' | 'appId' | 'apiKeyId' | 'userId' | 'sessionId' | 'requestType' | 'tags'
>;

/** A call that is about to leave, and where to. */
export interface AskedCall extends Caller {
  readonly model: ModelLimits & { readonly id: ModelId };
  readonly providerId: ProviderId;
  readonly price: Price;
  readonly size: CallSize;
}

/** Sets aside what a call may cost at most. */
export class ReserveCall {
  constructor(
    private readonly reservations: Reservations,
    private readonly settlements: Settlements,
    private readonly clock: Clock,
  ) {}

  /** Durable when it resolves. @throws DomainError `budget_exceeded`, `service_unavailable`. */
  async execute(call: AskedCall): Promise<Reservation> {
    await this.settlements.ready(); // what could not be settled must not leave
    const { inputTokens, outputTokens } = mostTokens(call.size, call.model);
    const { cost, billedAmount } = mostCharge(inputTokens, outputTokens, call.price);
    const reservedAt = Math.trunc(this.clock.now());
    const reservation: Reservation = {
      tenantId: call.tenantId,
      requestId: call.requestId,
      appId: call.appId,
      apiKeyId: call.apiKeyId,
      userId: call.userId,
      sessionId: call.sessionId,
      modelId: call.model.id,
      providerId: call.providerId,
      requestType: call.requestType,
      tags: call.tags,
      inputTokens,
      outputTokens,
      cost,
      billedAmount,
      priceVersion: call.price.version,
      reservedAt,
      expiresAt: reservedAt + LIFE_MS,
    };
    await this.reservations.reserve(reservation);
    return reservation;
  }
}
