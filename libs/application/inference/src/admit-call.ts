import type { RecordUsage, Reservation, ReserveCall } from '@radiant/billing';
import type { ChatRequest, ContentPart } from '@radiant/protocol';
import type { Route } from '@radiant/registry';
import type { CallFacts, InferenceCall } from './inference-call.js';

/** Whether there is money for a call: what it may cost is set aside before it leaves. */
export class AdmitCall {
  constructor(
    private readonly reserve: ReserveCall,
    private readonly recordUsage: RecordUsage,
  ) {}

  /**
   * Durable when it resolves. Fields are named one by one: a spread would carry texts along.
   * @param body what leaves. @throws DomainError `budget_exceeded`, `service_unavailable`.
   */
  execute(
    call: InferenceCall,
    { model, provider, price }: Route,
    request: ChatRequest,
    body: string,
  ): Promise<Reservation> {
    const { maxCompletionTokens, maxTokens, choices } = request.sampling;
    return this.reserve.execute({
      ...callerOf(call),
      requestType: request.stream ? 'chat.completion.stream' : 'chat.completion',
      model,
      providerId: provider.id,
      price,
      size: {
        body,
        attachments: hasAttachments(request),
        predicted: request.prediction !== undefined,
        maxTokens: larger(maxCompletionTokens, maxTokens),
        choices: choices ?? 1,
      },
    });
  }

  /** As `execute`, for vectors: nothing is written, so only what is read costs. */
  embeddings(call: CallFacts, { model, provider, price }: Route, body: string): Promise<Reservation> {
    return this.reserve.execute({
      ...callerOf(call),
      requestType: 'embedding',
      model,
      providerId: provider.id,
      price,
      size: { body, attachments: false, predicted: false, maxTokens: undefined, choices: 0 },
    });
  }

  /** The call does not leave after all. Never fails: what is left over is settled when it expires. */
  async release(reservation: Reservation): Promise<void> {
    await this.recordUsage.release(reservation).catch(() => undefined);
  }
}

const callerOf = ({ principal, controls, requestId }: CallFacts) => ({
  tenantId: principal.tenantId,
  requestId,
  appId: principal.appId,
  apiKeyId: principal.apiKeyId,
  userId: principal.userId,
  sessionId: controls.sessionId,
  tags: [],
});

const hasAttachments = ({ messages }: ChatRequest): boolean =>
  messages.some(({ content }) => typeof content !== 'string' && (content?.some(isAttachment) ?? false));

const isAttachment = ({ type }: ContentPart): boolean => type === 'image' || type === 'audio' || type === 'file';

/** Providers differ in which of the two they obey. */
const larger = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
