import type { Clock } from '@radiant/kernel';
import type { AnswerCache } from './cache/answer-cache.js';
import type { ReuseAnswer } from './cache/reuse-answer.js';
import type { CompletedChat } from './completed-chat.js';
import type { DepartCall, DepartedCall } from './depart-call.js';
import type { InferenceCall } from './inference-call.js';
import { asReported } from './meter-call.js';
import type { ModelProvider } from './ports/model-provider.js';
import type { Pause } from './ports/pause.js';
import type { PrepareCall } from './prepare-call.js';
import { replyMessage } from './reply-message.js';
import { completionTexts, restoreCompletion } from './restore-completion.js';
import type { RouteCall } from './route-call.js';
import type { SettleCall } from './settle-call.js';
import { saidEscaping, TextRestoration } from './text-restoration.js';
import type { AskProviders } from './upstream/ask-providers.js';

/** Answers a chat call in one piece. */
export class CompleteChat {
  constructor(
    private readonly prepare: PrepareCall,
    private readonly cache: AnswerCache,
    private readonly reuse: ReuseAnswer,
    private readonly departures: DepartCall,
    private readonly routing: RouteCall,
    private readonly providers: AskProviders,
    private readonly provider: ModelProvider,
    private readonly settle: SettleCall,
    private readonly clock: Clock,
    private readonly pause: Pause,
  ) {}

  /**
   * When it resolves, the mapping of the placeholders, the usage row, the receipt and the session's turn are durable.
   * @throws DomainError as PrepareCall and AskProviders say, `service_unavailable` when a row can't be written.
   */
  async execute(call: InferenceCall): Promise<CompletedChat> {
    const prepared = await this.prepare.execute(call);
    const place = await this.cache.find(call, prepared);
    if (place?.kept) return this.reuse.execute(call, prepared, place, place.kept);
    const { departed, answer, passage, upstreamMs } = await this.providers.execute(
      call,
      {
        routes: prepared.routes,
        streamed: false,
        mayTake: (route) => this.routing.mayTake(prepared.routed, route),
        depart: (route, before: DepartedCall | undefined) => this.departures.execute(call, prepared, route, before),
      },
      async ({ dialect, upstream }) => dialect.decode(await this.provider.complete(upstream)),
    );
    passage.succeeded();
    const { leaving, returned } = prepared;
    const restoration = new TextRestoration(returned, leaving.toolNames, saidEscaping(leaving.request));
    await restoration.ahead(
      answer.choices.map(({ content }) => content),
      this.pause,
    );
    const shown = restoreCompletion(answer, restoration);
    const kept = this.cache.keep(call.principal.tenantId, place, departed.route, answer);
    const entry = await this.settle.execute(call, departed, {
      outcome: 'completed',
      consumed: { usage: answer.usage, texts: completionTexts(answer) },
      reply: replyMessage(answer),
      finishReason: answer.choices[0]?.finishReason ?? null,
      restored: restoration.restored,
    });
    await kept;
    return {
      completion: shown.usage || !entry ? shown : { ...shown, usage: asReported(entry) },
      model: departed.route.model.id,
      mappingId: leaving.shielded.mappingId,
      overheadMs: this.clock.elapsed() - call.arrivedAt - upstreamMs,
    };
  }
}
