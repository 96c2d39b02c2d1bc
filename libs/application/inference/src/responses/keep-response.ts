import type { UsageEntry } from '@radiant/billing';
import type { Clock } from '@radiant/kernel';
import { SESSION_LIFE_MS } from '@radiant/phi';
import { withoutUnscannable, type ChatRequest, type Message, type ReportedUsage } from '@radiant/protocol';
import type { CallFacts } from '../inference-call.js';
import { asReported } from '../meter-call.js';
import type { Session } from '../ports/session-store.js';
import type { ResponseStore } from '../ports/response-store.js';
import { withMessages } from '../with-messages.js';
import type { ResponseToKeep } from './response-to-keep.js';

/** A response that is whole, placeholders in it. */
export interface WholeReply {
  readonly session: Session;
  /** As it left. */
  readonly request: ChatRequest;
  readonly model: string;
  readonly mappingId: StoredMapping;
  readonly reply: Message;
  readonly finishReason: string | null;
  readonly usage: ReportedUsage | undefined;
}
type StoredMapping = Session['mappingId'];

/** Keeps an answer under the id that its caller is told. */
export class KeepResponse {
  constructor(
    private readonly store: ResponseStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Readable when it resolves.
   * @param entry what it cost, where the provider did not say.
   * @throws DomainError `service_unavailable`.
   */
  async execute(
    call: CallFacts,
    kept: ResponseToKeep,
    whole: WholeReply,
    entry: UsageEntry | undefined,
  ): Promise<void> {
    const { session, request, mappingId, reply, finishReason, usage } = whole;
    const [first, ...others] = request.messages;
    const instructions = kept.instructed && typeof first?.content === 'string' ? first.content : undefined;
    await this.store.put(call.principal.tenantId, {
      session: session.id,
      request: call.requestId,
      owner: session.owner,
      app: session.app,
      model: whole.model,
      mappingId: mappingId ?? session.mappingId,
      previous: kept.previous,
      instructions,
      messages: withoutUnscannable(instructions === undefined ? request.messages : others),
      omitted: 0,
      truncates: kept.truncates,
      reply,
      asked: { ...withMessages(request, []), user: undefined },
      finishReason,
      usage: usage ?? (entry && asReported(entry)),
      createdAt: kept.createdAt,
      expiresAt: this.clock.now() + SESSION_LIFE_MS,
    });
  }
}
