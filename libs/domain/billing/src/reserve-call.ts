import { DomainError, type Clock, type ModelId, type PriceComponent, type ProviderId } from '@radiant/kernel';
import type { Settlements } from './ports/settlements.js';
import { chargeOfHits, mostCharge, type Price } from './price.js';
import { mostTokens, type CallSize, type ModelLimits, type Reservation } from './reservation.js';
import { CACHE_HIT } from './token-usage.js';

/** The most that is set aside for a call, in pico-USD: what a BIGINT holds. */
const MOST_PICOS = 2n ** 63n - 1n;

/** Longer than any call may take, and than a database is away in most outages. */
const LIFE_MS = 30 * 60_000;

type Caller = Pick<
  Reservation,
  'tenantId' | 'requestId' | 'appId' | 'apiKeyId' | 'userId' | 'sessionId' | 'requestType' | 'tags'
>;

/** One way that a call may go, and what is sent there. */
export interface AskedRoute {
  readonly model: ModelLimits & { readonly id: ModelId };
  readonly providerId: ProviderId;
  readonly price: Price;
  /** The exact JSON that leaves. */
  readonly body: string;
  /** Its provider is not told how long an answer may be: only the model's own limit bounds it. */
  readonly unlimited?: boolean;
}

/** A call that is about to leave, and where to: its first route, and the fallbacks that it may take. */
export interface AskedCall extends Caller {
  readonly routes: readonly [AskedRoute, ...AskedRoute[]];
  readonly size: Omit<CallSize, 'body'>;
}

/** Says what to set aside for a call: what it may cost at most, whichever of its routes it takes. */
export class ReserveCall {
  constructor(
    private readonly settlements: Settlements,
    private readonly clock: Clock,
  ) {}

  /**
   * At the dearest route, and in its name until a settlement says who served it. Nothing is held yet: that comes with the
   * call's departure. @throws DomainError `model_not_priced`; `validation_error` for a call that may cost more than can be
   * held; `service_unavailable` while nothing could be settled.
   */
  async execute(call: AskedCall): Promise<Reservation> {
    await this.settlements.ready(); // what could not be settled must not leave
    const { route, inputTokens, outputTokens, cost, billedAmount } = dearest(call);
    if (billedAmount.picos > MOST_PICOS) throw beyondBooks();
    const reservedAt = Math.trunc(this.clock.now());
    return {
      tenantId: call.tenantId,
      requestId: call.requestId,
      appId: call.appId,
      apiKeyId: call.apiKeyId,
      userId: call.userId,
      sessionId: call.sessionId,
      modelId: route.model.id,
      providerId: route.providerId,
      requestType: call.requestType,
      tags: call.tags,
      inputTokens,
      outputTokens,
      cost,
      billedAmount,
      priceVersion: route.price.version,
      reservedAt,
      expiresAt: reservedAt + LIFE_MS,
    };
  }
}

const beyondBooks = (): DomainError =>
  new DomainError(
    'validation_error',
    'the call may cost more than 9223372 USD, the most that can be set aside: it must be shorter or ask for less',
  );

/** The same reservation for a call that is answered with a kept answer, which has a price of its own: that is held at least. */
export function holdingHit(reservation: Reservation, price: Price): Reservation {
  const billedAmount = chargeOfHits(CACHE_HIT, price);
  return billedAmount.compare(reservation.billedAmount) > 0 ? { ...reservation, billedAmount } : reservation;
}

function dearest({ routes, size }: AskedCall) {
  const [first, ...others] = routes;
  const most = (route: AskedRoute) => {
    refuseUnpriced(route, size);
    const maxTokens = route.unlimited ? undefined : size.maxTokens;
    const { inputTokens, outputTokens } = mostTokens({ ...size, maxTokens, body: route.body }, route.model);
    const never = impossible({ ...size, body: route.body });
    const { cost, billedAmount } = mostCharge(inputTokens, outputTokens, route.price, never);
    return { route, inputTokens, outputTokens, cost, billedAmount };
  };
  return others
    .map(most)
    .reduce((held, other) => (other.billedAmount.picos > held.billedAmount.picos ? other : held), most(first));
}

/** A recording may cost sixteen times as much as text, so it needs a price of its own. */
function refuseUnpriced({ price, model }: AskedRoute, { recordings }: AskedCall['size']): void {
  if (!recordings || price.rates.audio_input_tokens !== undefined) return;
  throw new DomainError('model_not_priced', 'this model has no price for recordings, so none is sent to it', {
    model: model.id,
  });
}

/**
 * What a call can't have: recordings, pictures and films where nothing is attached, an hour's cache unless it is asked for,
 * and answers that are no text, since no shape here asks for them.
 */
const impossible = ({ attachments, body }: CallSize): readonly PriceComponent[] => [
  ...UNASKED,
  ...(attachments ? [] : ATTACHED),
  ...(body.includes('"cache_control"') ? [] : LASTING),
];

const UNASKED: readonly PriceComponent[] = ['audio_output_tokens', 'image_output_tokens'];
const ATTACHED: readonly PriceComponent[] = ['audio_input_tokens', 'image_input_tokens', 'video_input_tokens'];
const LASTING: readonly PriceComponent[] = ['cache_write_1h_tokens'];

/** Each of what `impossible` may answer. */
export const HOLD_LIMITS: readonly (readonly PriceComponent[])[] = [
  [...UNASKED, ...ATTACHED, ...LASTING],
  [...UNASKED, ...ATTACHED],
  [...UNASKED, ...LASTING],
  UNASKED,
];
