import type { Clock, MappingId } from '@radiant/kernel';
import type { Completion } from '@radiant/protocol';
import type { AuditCall } from './audit-call.js';
import type { InferenceCall } from './inference-call.js';
import { asReported } from './meter-call.js';
import type { ModelProvider } from './ports/model-provider.js';
import type { PreparedCall, PrepareCall } from './prepare-call.js';
import { replyMessage } from './reply-message.js';
import { completionTexts, restoreCompletion } from './restore-completion.js';
import type { SettleCall } from './settle-call.js';
import { TextRestoration } from './text-restoration.js';

/** A whole answer, ready to be shown. */
export interface CompletedChat {
  readonly completion: Completion;
  /** The id under which callers know the model. */
  readonly model: string;
  readonly mappingId: MappingId | undefined;
  /** Time spent here and not at the upstream, in ms. */
  readonly overheadMs: number;
}

/** Answers a chat call in one piece. */
export class CompleteChat {
  constructor(
    private readonly prepare: PrepareCall,
    private readonly provider: ModelProvider,
    private readonly settle: SettleCall,
    private readonly audit: AuditCall,
    private readonly clock: Clock,
  ) {}

  /**
   * When it resolves, the mapping of the placeholders, the usage row, the receipt and the session's turn are durable.
   * @throws DomainError as PrepareCall and ModelProvider say, `service_unavailable` when a row can't be written.
   */
  async execute(call: InferenceCall): Promise<CompletedChat> {
    const prepared = await this.prepare.execute(call);
    const sentAt = this.clock.elapsed();
    const completion = await this.answer(call, prepared);
    const upstreamMs = this.clock.elapsed() - sentAt;
    const { shielded, restores, route, toolNames } = prepared;
    const restoration = new TextRestoration(restores ? shielded.originals : new Map(), toolNames);
    const shown = restoreCompletion(completion, restoration);
    const entry = await this.settle.execute(call, prepared, {
      outcome: 'completed',
      consumed: { usage: completion.usage, texts: completionTexts(completion) },
      reply: replyMessage(completion),
      restored: restoration.restored,
    });
    return {
      completion: shown.usage || !entry ? shown : { ...shown, usage: asReported(entry) },
      model: route.model.id,
      mappingId: shielded.mappingId,
      overheadMs: this.clock.elapsed() - call.arrivedAt - upstreamMs,
    };
  }

  /** A caller that hangs up has still sent its prompt: the upstream charges for it, and so do we. */
  private async answer(call: InferenceCall, prepared: PreparedCall): Promise<Completion> {
    try {
      return prepared.dialect.decode(await this.provider.complete(prepared.upstream));
    } catch (error) {
      const { aborted } = call.signal;
      await this.audit.failed(call, prepared.route, error);
      const settled = this.settle.execute(call, prepared, {
        outcome: aborted ? 'cancelled' : 'failed',
        consumed: aborted ? { usage: undefined, texts: [] } : undefined,
        reply: undefined,
        restored: 0,
      });
      // Nothing was consumed where nothing is billed: the caller learns why the provider failed, and not what else did.
      await (aborted ? settled : settled.catch(() => undefined));
      throw error;
    }
  }
}
