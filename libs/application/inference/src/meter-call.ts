import type { RecordUsage, RequestType, TokenUsage, UsageEntry } from '@radiant/billing';
import type { Clock } from '@radiant/kernel';
import type { ReportedUsage } from '@radiant/protocol';
import type { InferenceCall } from './inference-call.js';
import type { PreparedCall } from './prepare-call.js';

/** Writes the one usage row of a call. */
export class MeterCall {
  constructor(
    private readonly recordUsage: RecordUsage,
    private readonly clock: Clock,
  ) {}

  /** Durable when it resolves. Fields are named one by one: a spread would carry texts into the ledger. */
  execute(
    call: InferenceCall,
    prepared: PreparedCall,
    answer: { readonly usage: ReportedUsage | undefined; readonly texts: readonly string[] },
  ): Promise<UsageEntry> {
    const { principal, controls, request } = call;
    const { model, provider, price } = prepared.route;
    const requestType: RequestType = request.stream ? 'chat.completion.stream' : 'chat.completion';
    return this.recordUsage.execute({
      tenantId: principal.tenantId,
      requestId: call.requestId,
      appId: principal.appId,
      apiKeyId: principal.apiKeyId,
      userId: principal.userId,
      sessionId: controls.sessionId,
      modelId: model.id,
      providerId: provider.id,
      requestType,
      price,
      reported: answer.usage && disjoint(answer.usage),
      sentTexts: prepared.shielded.texts,
      receivedTexts: answer.texts,
      latencyMs: Math.round(this.clock.elapsed() - call.arrivedAt),
    });
  }
}

/** OpenAI's sums hold their details; ledger parts never overlap. */
const disjoint = (reported: ReportedUsage): TokenUsage => ({
  inputTokens: reported.promptTokens - reported.cachedTokens,
  cachedInputTokens: reported.cachedTokens,
  outputTokens: reported.completionTokens - reported.reasoningTokens,
  reasoningTokens: reported.reasoningTokens,
});

/** The other way, for an answer whose provider said nothing. */
export const asReported = ({ usage }: UsageEntry): ReportedUsage => ({
  promptTokens: usage.inputTokens + usage.cachedInputTokens,
  completionTokens: usage.outputTokens + usage.reasoningTokens,
  cachedTokens: usage.cachedInputTokens,
  reasoningTokens: usage.reasoningTokens,
});
