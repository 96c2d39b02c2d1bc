import type {
  ApiKeyId,
  AppId,
  Clock,
  ModelId,
  ProviderId,
  RequestId,
  SessionId,
  TenantId,
  UserId,
} from '@radiant/kernel';
import type { TokenCounter } from './ports/token-counter.js';
import type { RequestType, UsageEntry, UsageLedger } from './ports/usage-ledger.js';
import { charge, type Price } from './price.js';
import type { TokenUsage } from './token-usage.js';

/** A finished call, as far as it got. */
export interface MeteredCall {
  readonly tenantId: TenantId;
  readonly requestId: RequestId;
  readonly appId: AppId;
  readonly apiKeyId: ApiKeyId | undefined;
  readonly userId: UserId | undefined;
  readonly sessionId: SessionId | undefined;
  readonly modelId: ModelId;
  readonly providerId: ProviderId;
  readonly requestType: RequestType;
  readonly price: Price;
  /** What the provider counted; undefined when it said nothing, then the texts below are counted. */
  readonly reported: TokenUsage | undefined;
  /** What was sent to and received from the provider, placeholders in it. Counted, never kept. */
  readonly sentTexts: readonly string[];
  readonly receivedTexts: readonly string[];
  readonly latencyMs: number;
}

/** Prices a finished call and appends it to the ledger. */
export class RecordUsage {
  constructor(
    private readonly ledger: UsageLedger,
    private readonly tokens: TokenCounter,
    private readonly clock: Clock,
  ) {}

  /** Safe to repeat for one request id. @throws DomainError `conflict`, `service_unavailable`. */
  async execute(call: MeteredCall): Promise<UsageEntry> {
    const usage = call.reported ?? (await this.estimate(call));
    const { cost, billedAmount } = charge(usage, call.price);
    const entry: UsageEntry = {
      tenantId: call.tenantId,
      requestId: call.requestId,
      appId: call.appId,
      apiKeyId: call.apiKeyId,
      userId: call.userId,
      sessionId: call.sessionId,
      modelId: call.modelId,
      providerId: call.providerId,
      requestType: call.requestType,
      usage,
      cost,
      billedAmount,
      estimated: call.reported === undefined,
      priceVersion: call.price.version,
      latencyMs: call.latencyMs,
      createdAt: this.clock.now(),
    };
    await this.ledger.append(entry);
    return entry;
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
