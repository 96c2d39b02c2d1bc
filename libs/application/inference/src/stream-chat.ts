import { DomainError, type Clock, type MappingId } from '@radiant/kernel';
import type { ChoiceDelta, CompletionChunk, ReportedUsage } from '@radiant/protocol';
import type { AuditCall } from './audit-call.js';
import type { InferenceCall } from './inference-call.js';
import type { LimitRates } from './limit-rates.js';
import type { ModelProvider } from './ports/model-provider.js';
import type { PreparedCall, PrepareCall } from './prepare-call.js';
import type { ReceiptOutcome } from './receipts/receipt.js';
import { StreamedReply } from './reply-message.js';
import type { SettleCall } from './settle-call.js';
import { StreamRestoration } from './stream-restoration.js';

/** A streamed answer. Reading on to the end, or calling `return()`, bills what arrived. */
export interface StreamedChat {
  /** Each batch is what one read of the upstream held. */
  readonly first: IteratorResult<readonly CompletionChunk[], void>;
  /** What follows. The usage row, the receipt and the session's turn are durable when it ends. */
  readonly rest: AsyncGenerator<readonly CompletionChunk[], void, undefined>;
  readonly model: string;
  readonly mappingId: MappingId | undefined;
  /** Time spent here and not at the upstream until the answer began, in ms. */
  readonly overheadMs: number;
}

/** What has arrived so far. Texts are counted if the provider says no usage, and kept nowhere. */
interface Received {
  usage: ReportedUsage | undefined;
  readonly texts: string[];
  readonly reply: StreamedReply;
  started: boolean;
}

/** Answers a chat call as a stream. */
export class StreamChat {
  constructor(
    private readonly rates: LimitRates,
    private readonly prepare: PrepareCall,
    private readonly provider: ModelProvider,
    private readonly settle: SettleCall,
    private readonly audit: AuditCall,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves when the first chunk is there and the placeholders' mapping is stored, so that every refusal before that
   * is an HTTP status. @throws DomainError as PrepareCall and ModelProvider say; later from `rest`.
   */
  async execute(call: InferenceCall): Promise<StreamedChat> {
    const close = this.rates.openStream(call);
    const prepared = await this.prepare.execute(call).catch((error: unknown) => {
      close();
      throw error;
    });
    const sentAt = this.clock.elapsed();
    const rest = this.chunks(call, prepared, close);
    const first = await rest.next();
    return {
      first,
      rest,
      model: prepared.route.model.id,
      mappingId: prepared.shielded.mappingId,
      overheadMs: sentAt - call.arrivedAt,
    };
  }

  private async *chunks(
    call: InferenceCall,
    prepared: PreparedCall,
    close: () => void,
  ): AsyncGenerator<readonly CompletionChunk[], void, undefined> {
    const received: Received = {
      usage: undefined,
      texts: [],
      reply: new StreamedReply(),
      started: false,
    };
    const { shielded, restores, toolNames, dialect } = prepared;
    const restoration = new StreamRestoration(restores ? shielded.originals : new Map(), toolNames);
    let outcome: ReceiptOutcome = 'cancelled'; // unless it comes to its end or breaks off
    try {
      const pieces = await this.provider.stream(prepared.upstream);
      const answer = dialect.stream();
      for await (const piece of pieces) {
        const batch = noted(answer.push(piece), received);
        if (batch.length === 0) continue;
        await prepared.shielded.stored;
        yield batch.map((chunk) => restoration.restore(chunk));
      }
      const batch = noted(answer.end(), received).map((chunk) => restoration.restore(chunk));
      const held = restoration.end();
      await prepared.shielded.stored;
      if (batch.length > 0 || held) yield held ? [...batch, held] : batch;
      if (!answer.finished) throw new DomainError('provider_error', "the provider's answer broke off");
      outcome = 'completed';
    } catch (error) {
      if (!call.signal.aborted) outcome = 'failed';
      await this.audit.failed(call, prepared.route, error);
      throw error;
    } finally {
      close();
      // An upstream that refused before it answered charges nothing; a caller that hung up meanwhile has been served.
      await this.settle.execute(call, prepared, {
        outcome,
        consumed: received.started || call.signal.aborted ? received : undefined,
        reply: received.reply.message,
        restored: restoration.restored,
      });
    }
  }
}

/** Notes what one read of the upstream held. */
function noted(chunks: readonly CompletionChunk[], received: Received): readonly CompletionChunk[] {
  for (const { usage, choices } of chunks) {
    received.started = true;
    if (usage) received.usage = usage;
    for (const choice of choices) note(choice, received);
  }
  return chunks;
}

function note(choice: ChoiceDelta, received: Received): void {
  received.reply.take(choice);
  for (const text of [choice.content, choice.refusal, choice.reasoning]) if (text) received.texts.push(text);
  for (const call of choice.toolCalls) if (call.arguments) received.texts.push(call.arguments);
}
