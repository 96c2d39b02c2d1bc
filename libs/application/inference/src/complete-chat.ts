import type { Clock, MappingId } from '@radiant/kernel';
import { decodeCompletion, type Completion } from '@radiant/protocol';
import type { AuditCall } from './audit-call.js';
import type { InferenceCall } from './inference-call.js';
import { asReported, type MeterCall } from './meter-call.js';
import type { ModelProvider } from './ports/model-provider.js';
import type { PreparedCall, PrepareCall } from './prepare-call.js';
import { completionTexts, restoreCompletion } from './restore-completion.js';

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
    private readonly meter: MeterCall,
    private readonly audit: AuditCall,
    private readonly clock: Clock,
  ) {}

  /**
   * When it resolves, the mapping of the placeholders and the usage row are durable.
   * @throws DomainError as PrepareCall and ModelProvider say, `service_unavailable` when a row can't be written.
   */
  async execute(call: InferenceCall): Promise<CompletedChat> {
    const prepared = await this.prepare.execute(call);
    const sentAt = this.clock.elapsed();
    const completion = await this.answer(call, prepared);
    const upstreamMs = this.clock.elapsed() - sentAt;
    const metered = this.meter.execute(call, prepared, { usage: completion.usage, texts: completionTexts(completion) });
    // Both are waited for even when one fails: what was consumed is billed whatever becomes of the mapping.
    const [stored, entry] = await Promise.allSettled([prepared.shielded.stored, metered]);
    if (entry.status === 'rejected') throw entry.reason;
    if (stored.status === 'rejected') throw stored.reason;
    const shown = prepared.restores ? restoreCompletion(completion, prepared.shielded.originals) : completion;
    return {
      completion: shown.usage ? shown : { ...shown, usage: asReported(entry.value) },
      model: prepared.route.model.id,
      mappingId: prepared.shielded.mappingId,
      overheadMs: this.clock.elapsed() - call.arrivedAt - upstreamMs,
    };
  }

  /** A caller that hangs up has still sent its prompt: the upstream charges for it, and so do we. */
  private async answer(call: InferenceCall, prepared: PreparedCall): Promise<Completion> {
    try {
      return decodeCompletion(await this.provider.complete(prepared.upstream));
    } catch (error) {
      await this.audit.failed(call, prepared.route, error);
      if (call.signal.aborted) await this.meter.execute(call, prepared, { usage: undefined, texts: [] });
      throw error;
    }
  }
}
