import type { TokenCounter, UsageEntry } from '@radiant/billing';
import type { Clock, MappingId } from '@radiant/kernel';
import type { CompletionChunk, ReportedUsage } from '@radiant/protocol';
import type { AuditCall } from './audit-call.js';
import type { AnswerCache, CachePlace } from './cache/answer-cache.js';
import { AssembledCompletion } from './cache/assembled-completion.js';
import { completionChunks } from './cache/completion-chunks.js';
import type { ReuseAnswer } from './cache/reuse-answer.js';
import type { CompletedChat } from './completed-chat.js';
import type { DepartCall, DepartedCall } from './depart-call.js';
import { factsOf, type CallFacts, type InferenceCall } from './inference-call.js';
import { asReported } from './meter-call.js';
import type { ModelProvider } from './ports/model-provider.js';
import type { PreparedCall, PrepareCall } from './prepare-call.js';
import type { ReceiptOutcome } from './receipts/receipt.js';
import type { RouteCall } from './route-call.js';
import type { CallToSettle, SettleCall } from './settle-call.js';
import type { GiveBack, StreamPlaces } from './stream-places.js';
import { StreamRestoration } from './stream-restoration.js';
import { saidEscaping } from './text-restoration.js';
import { tell, type Asked, type AskProviders } from './upstream/ask-providers.js';
import { brokenOff, StreamedAnswer } from './upstream/streamed-answer.js';

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

/** Answers a chat call as a stream. */
export class StreamChat {
  constructor(
    private readonly places: StreamPlaces,
    private readonly prepare: PrepareCall,
    private readonly cache: AnswerCache,
    private readonly reuse: ReuseAnswer,
    private readonly departures: DepartCall,
    private readonly routing: RouteCall,
    private readonly providers: AskProviders,
    private readonly provider: ModelProvider,
    private readonly settle: SettleCall,
    private readonly audit: AuditCall,
    private readonly tokens: TokenCounter,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves when the answer has begun. @throws DomainError as StreamPlaces, PrepareCall and AskProviders say, and while
   * reading on when the answer breaks off: it is never asked for again then.
   */
  async execute(call: InferenceCall): Promise<StreamedChat> {
    const giveBack = await this.places.open(call);
    try {
      const prepared = await this.prepare.execute(call);
      const place = await this.cache.find(call, prepared);
      if (place?.kept) return await replayed(await this.reuse.execute(call, prepared, place, place.kept), giveBack);
      const asked = await this.asked(call, prepared, place);
      const begunAt = this.clock.elapsed();
      const rest = this.chunks(opened(call, prepared, asked, place), giveBack);
      return {
        first: await rest.next(),
        rest,
        model: asked.departed.route.model.id,
        mappingId: prepared.leaving.shielded.mappingId,
        overheadMs: begunAt - call.arrivedAt - asked.upstreamMs,
      };
    } catch (error) {
      await giveBack();
      throw error;
    }
  }

  private asked(call: InferenceCall, prepared: PreparedCall, place: CachePlace | undefined): Promise<AskedStream> {
    return this.providers.execute(
      call,
      {
        routes: prepared.routes,
        streamed: true,
        mayTake: (route) => this.routing.mayTake(prepared.routed, route),
        depart: (route, before: DepartedCall | undefined) => this.departures.execute(call, prepared, route, before),
      },
      (departed) => {
        const keeping = { message: departed.session !== undefined, assembled: place && new AssembledCompletion() };
        return StreamedAnswer.begin(this.provider, departed, this.tokens, keeping);
      },
    );
  }

  private async *chunks(
    { facts, left, answer, passage, restoration, place }: OpenStream,
    giveBack: GiveBack,
  ): AsyncGenerator<readonly CompletionChunk[], void, undefined> {
    let outcome: ReceiptOutcome = 'cancelled'; // unless it comes to its end or breaks off
    let entry: UsageEntry | undefined;
    try {
      await left.shielded.stored.catch((error: unknown) => {
        passage.abandoned(); // our own store's fault
        throw error;
      });
      yield answer.first.map((chunk) => restoration.restore(chunk));
      for (let batch = await answer.next(); batch; batch = await answer.next()) {
        if (batch.length > 0) yield batch.map((chunk) => restoration.restore(chunk));
      }
      const held = restoration.end();
      if (held) yield [held];
      if (!answer.finished) throw brokenOff();
      outcome = 'completed';
      passage.succeeded();
    } catch (error) {
      if (!facts.signal.aborted) {
        outcome = 'failed';
        tell(passage, error);
      }
      await this.audit.failed(facts, left.route, error);
      throw error;
    } finally {
      passage.abandoned(); // where it was told nothing else
      const givenBack = giveBack();
      await answer.close();
      const whole = outcome === 'completed' ? answer.assembled?.completion : undefined;
      const kept = whole && this.cache.keep(facts.principal.tenantId, place, left.route, whole);
      entry = await this.settle.execute(facts, left, {
        outcome,
        consumed: {
          usage: answer.usage,
          texts: answer.texts,
          countedTokens: answer.countedTokens,
          brokenOff: !answer.finished,
        },
        reply: left.session && answer.reply.message,
        finishReason: answer.reply.finishReason,
        restored: restoration.restored,
      });
      await kept;
      await givenBack;
    }
    if (entry && !answer.usage) yield [usageChunk(answer.first, asReported(entry))];
  }
}

/** What was counted here, in the place of what the provider did not say. */
const usageChunk = ([head]: readonly CompletionChunk[], usage: ReportedUsage): CompletionChunk => ({
  id: head?.id ?? '',
  created: head?.created ?? 0,
  systemFingerprint: head?.systemFingerprint,
  choices: [],
  usage,
});

type AskedStream = Asked<DepartedCall, StreamedAnswer>;

/** All that is kept of a call while its answer arrives: streams last for minutes, and many are open at once. */
interface OpenStream extends Pick<AskedStream, 'answer' | 'passage'> {
  readonly facts: CallFacts;
  readonly left: CallToSettle;
  readonly restoration: StreamRestoration;
  readonly place: CachePlace | undefined;
}

function opened(
  call: InferenceCall,
  { leaving, returned }: PreparedCall,
  { departed, answer, passage }: AskedStream,
  place: CachePlace | undefined,
): OpenStream {
  const { route, shielded, receipt, reservation, session, request } = departed;
  return {
    facts: factsOf(call),
    left: { route, shielded, receipt, reservation, session, request },
    answer,
    passage,
    restoration: new StreamRestoration(returned, leaving.toolNames, saidEscaping(leaving.request)),
    place,
  };
}

/** A whole answer, sent as a stream. */
async function replayed(
  { completion, model, mappingId, overheadMs }: CompletedChat,
  giveBack: GiveBack,
): Promise<StreamedChat> {
  await giveBack();
  const rest = atOnce(completionChunks(completion));
  return { first: await rest.next(), rest, model, mappingId, overheadMs };
}

async function* atOnce(
  chunks: readonly CompletionChunk[],
): AsyncGenerator<readonly CompletionChunk[], void, undefined> {
  yield chunks;
}
