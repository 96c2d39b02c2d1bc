import type { UsageEntry } from './usage-entry.js';
import type { Settlements } from './ports/settlements.js';
import type { TokenCounter } from './ports/token-counter.js';
import { charge, type Price } from './price.js';
import type { Reservation } from './reservation.js';
import type { TokenUsage } from './token-usage.js';

/** A finished call, as far as it got. */
export interface MeteredCall {
  readonly reservation: Reservation;
  readonly price: Price;
  /** What the provider counted; undefined when it said nothing, then the texts below are counted. */
  readonly reported: TokenUsage | undefined;
  /** What was sent to and received from the provider, placeholders in it. Counted, never kept. */
  readonly sentTexts: readonly string[];
  readonly receivedTexts: readonly string[];
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
    const usage = call.reported ?? (await this.estimate(call));
    const { cost, billedAmount } = charge(usage, call.price);
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
      estimated: call.reported === undefined,
      priceVersion: call.price.version,
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

  private async estimate(call: MeteredCall): Promise<TokenUsage> {
    return {
      inputTokens: await this.tokens.count(call.sentTexts),
      cachedInputTokens: 0,
      outputTokens: await this.tokens.count(call.receivedTexts),
      reasoningTokens: 0,
    };
  }
}
