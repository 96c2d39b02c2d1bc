import type { UsageEntry } from './usage-entry.js';
import type { Settlements } from './ports/settlements.js';
import type { TokenCounter } from './ports/token-counter.js';
import { charge, type Price } from './price.js';
import { CACHE_HIT, type TokenUsage } from './token-usage.js';
import { normaliseUsage, type NormalisedUsage, type ReportedUsage } from './reported/normalise-usage.js';
import type { Reservation } from './reservation.js';

/** A finished call, as far as it got. */
export interface MeteredCall {
  readonly reservation: Reservation;
  readonly price: Price;
  /** What the provider counted, as it said it; where that says nothing, the texts below are counted. */
  readonly reported: ReportedUsage | undefined;
  /** The answer broke off: what the provider had counted until then may be less than what had arrived. */
  readonly brokenOff?: boolean;
  /** The answer was kept from an earlier call: no provider was asked, and nothing is counted. */
  readonly fromCache?: boolean;
  /** What was sent to and received from the provider, placeholders in it. Counted, never kept. */
  readonly sentTexts: readonly string[];
  readonly receivedTexts: readonly string[];
  /** Tokens that were sent as numbers of the model's vocabulary, beside the texts. */
  readonly sentTokens?: number;
  /** Of texts that were received and counted already. */
  readonly receivedTokens?: number;
  readonly latencyMs: number;
}

/** Prices a finished call and settles it. */
export class RecordUsage {
  constructor(
    private readonly settlements: Settlements,
    private readonly tokens: TokenCounter,
  ) {}

  /** Safe to repeat for one request id. @throws DomainError `service_unavailable`. */
  async execute(call: MeteredCall): Promise<UsageEntry> {
    const { reservation } = call;
    const { usage, doubtful } = await this.consumed(call);
    const { cost, billedAmount, assumed } = charge(usage, call.price);
    const entry: UsageEntry = {
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
      usage,
      cost,
      billedAmount,
      estimated: doubtful || assumed.length > 0,
      priceVersion: call.price.version,
      markupBasisPoints: call.price.markupBasisPoints,
      markupVersion: call.price.markupVersion,
      latencyMs: call.latencyMs,
      createdAt: reservation.reservedAt,
    };
    await this.settlements.settle({ kind: 'usage', entry });
    return entry;
  }

  /** Nothing was consumed. @throws DomainError `service_unavailable`: what is reserved is then billed when it expires. */
  release({ tenantId, requestId }: Reservation): Promise<void> {
    return this.settlements.settle({ kind: 'release', tenantId, requestId });
  }

  private async consumed(call: MeteredCall): Promise<NormalisedUsage> {
    if (call.fromCache) return { usage: CACHE_HIT, doubtful: false };
    const reported = call.reported && normaliseUsage(call.reported);
    if (!reported) return this.estimate(call);
    return call.brokenOff ? this.atLeastReceived(call, reported.usage) : reported;
  }

  /** Some providers count with every piece, and some with the first alone. */
  private async atLeastReceived(call: MeteredCall, usage: TokenUsage): Promise<NormalisedUsage> {
    const missing = (await this.received(call)) - usage.outputTokens - usage.reasoningTokens;
    const outputTokens = usage.outputTokens + Math.max(missing, 0);
    return { usage: { ...usage, outputTokens }, doubtful: true };
  }

  private async estimate(call: MeteredCall): Promise<NormalisedUsage> {
    const usage = {
      inputTokens: (await this.tokens.count(call.sentTexts)) + (call.sentTokens ?? 0),
      cachedInputTokens: 0,
      outputTokens: await this.received(call),
      reasoningTokens: 0,
    };
    return { usage, doubtful: true };
  }

  private async received({ receivedTexts, receivedTokens = 0 }: MeteredCall): Promise<number> {
    return (await this.tokens.count(receivedTexts)) + receivedTokens;
  }
}
