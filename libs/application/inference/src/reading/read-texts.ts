import { takenBy, type Reservation } from '@radiant/billing';
import { callingApp } from '@radiant/identity';
import type { Clock, MappingId } from '@radiant/kernel';
import {
  assertNoIdentifiers,
  assertNoOriginals,
  hiddenCategories,
  tighten,
  type CachedPhiPolicies,
  type PhiFinding,
  type PhiPolicy,
  type PhiShield,
  type Shielded,
} from '@radiant/phi';
import type { Route } from '@radiant/registry';
import type { AdmitCall } from '../admit-call.js';
import { exposedIdentifiers, type AuditCall } from '../audit-call.js';
import type { CheckTags } from '../check-tags.js';
import type { CallFacts } from '../inference-call.js';
import type { LimitRates } from '../limit-rates.js';
import type { CallSignals } from '../ports/call-signals.js';
import type { ModelProvider } from '../ports/model-provider.js';
import { withEmbedded, type Unscannable } from '../protection/attachments.js';
import { ProtectEmbedded } from '../protection/protect-embedded.js';
import type { OpenReceipt } from '../receipts/open-receipt.js';
import type { RouteCall, RoutedCall, Routes } from '../route-call.js';
import type { CallToSettle, SettleCall } from '../settle-call.js';
import type { AskProviders } from '../upstream/ask-providers.js';
import { noticingTrips, type Encoded } from '../upstream/encode-for-route.js';
import type { LeavingTexts, Reading } from './reading.js';

/** One authenticated, decoded call that is answered with numbers. */
export interface ReadingCall<Answer> extends CallFacts {
  readonly reading: Reading<Answer>;
}

/** An answer, ready to be shown. */
export interface ReadTextsAnswer<Answer> {
  readonly answer: Answer;
  readonly promptTokens: number;
  /** The id under which callers know the model. */
  readonly model: string;
  readonly mappingId: MappingId | undefined;
  /** Time spent here and not at the upstream, in ms. */
  readonly overheadMs: number;
}

/** What leaves by one route. */
interface DepartedTexts extends CallToSettle {
  readonly encoded: Encoded;
}

/** What leaves, by whichever route. */
interface ProtectedTexts {
  readonly leaving: LeavingTexts;
  readonly shielded: Shielded;
  readonly exposed: readonly PhiFinding[];
  /** Data in base64 within the texts that nothing could look into. */
  readonly unscannable: Unscannable | undefined;
  readonly secondOpinion: 'down' | undefined;
  readonly policy: PhiPolicy;
  readonly reservation: Reservation;
}

/** Answers calls for embeddings, moderation and ranking. PHI in every text is hidden; numbers hold nothing to put back. */
export class ReadTexts {
  private readonly embedded: ProtectEmbedded;

  constructor(
    private readonly rates: LimitRates,
    private readonly tags: CheckTags,
    private readonly policies: CachedPhiPolicies,
    private readonly routing: RouteCall,
    private readonly shield: PhiShield,
    private readonly receipts: OpenReceipt,
    private readonly admit: AdmitCall,
    private readonly audit: AuditCall,
    private readonly providers: AskProviders,
    private readonly provider: ModelProvider,
    private readonly settle: SettleCall,
    private readonly clock: Clock,
    private readonly signals: CallSignals,
  ) {
    this.embedded = new ProtectEmbedded(shield);
  }

  /**
   * When it resolves, the mapping of the placeholders, the usage row and the receipt are durable.
   * @throws DomainError `rate_limited`, as CheckTags, RouteCall and AskProviders say, `phi_policy_blocked`,
   * `budget_exceeded`, `service_unavailable`.
   */
  async execute<Answer>(call: ReadingCall<Answer>): Promise<ReadTextsAnswer<Answer>> {
    const { reading } = call;
    await this.rates.execute(call);
    await this.tags.execute(call);
    const { routed, routes } = await this.routed(call);
    const leaving = await this.protected(call, routes, routed.policy);
    const { departed, answer, passage, upstreamMs } = await this.providers.execute(
      call,
      {
        routes,
        streamed: false,
        mayTake: (route) => this.routing.mayTake(routed, route),
        depart: (route, before: DepartedTexts | undefined) => this.departed(call, leaving, route, before),
      },
      async ({ encoded: { path, body }, route: { provider } }) =>
        reading.decode(await this.provider.complete({ provider, path, body, signal: call.signal })),
    );
    passage.succeeded();
    const { usage } = answer;
    const entry = await this.settle.execute(call, departed, {
      outcome: 'completed',
      consumed: { usage, texts: [] },
      reply: undefined,
      restored: 0,
    });
    return {
      answer: answer.answer,
      promptTokens: usage?.promptTokens ?? entry?.usage.inputTokens ?? 0,
      model: departed.route.model.id,
      mappingId: departed.shielded.mappingId,
      overheadMs: this.clock.elapsed() - call.arrivedAt - upstreamMs,
    };
  }

  /** Decided anew after every wait for a model. */
  private async routed<Answer>(
    call: ReadingCall<Answer>,
  ): Promise<{ readonly routed: RoutedCall; readonly routes: Routes }> {
    const { principal, controls, reading, onOver, signal } = call;
    for (;;) {
      const policy = tighten(await this.policies.forTenant(principal.tenantId), {
        enablePhi: controls.enablePhi,
        categories: controls.phiCategories,
      });
      const caller = { stream: false, onOver, signal };
      const routed: RoutedCall = {
        principal,
        model: reading.model,
        service: reading.service,
        session: undefined,
        policy,
        caller,
      };
      const routes = await this.routing.awake(await this.routing.execute(routed), routed);
      if (routes) return { routed, routes };
    }
  }

  private async protected<Answer>(
    call: ReadingCall<Answer>,
    routes: Routes,
    policy: PhiPolicy,
  ): Promise<ProtectedTexts> {
    const { principal, reading } = call;
    const rule = policy.mode === 'disabled' ? 'allow' : policy.unscannable;
    const leaving = reading.leaving(rule);
    let secondOpinion: 'down' | undefined;
    const withoutSecondOpinion = (): void => void (secondOpinion = 'down');
    const given = leaving.slots;
    const { texts, unscannable } = await this.embedded.execute(given, policy);
    const slots = texts ? given.map((slot, index) => ({ ...slot, text: texts[index] ?? '' })) : given;
    const shielded = await this.shield.hide({
      tenantId: principal.tenantId,
      app: callingApp(principal),
      policy,
      slots,
      withoutSecondOpinion,
    });
    const exposed = await this.shield.find(slots, policy, exposedIdentifiers(policy));
    const [first, ...fallbacks] = routes;
    const way = (route: Route) => ({ route, body: leaving.encode(shielded.texts, route.model.name) });
    const reservation = await this.admit.reading(call, [way(first), ...fallbacks.map(way)], reading.requestType);
    return {
      leaving,
      shielded,
      exposed,
      unscannable: withEmbedded(leaving.unscannable, unscannable, rule),
      secondOpinion,
      policy,
      reservation,
    };
  }

  /** Inspected and written down before any of it leaves. @param before what left by another route, under the same receipt. */
  private async departed<Answer>(
    call: ReadingCall<Answer>,
    { leaving, shielded, exposed, unscannable, secondOpinion, policy, reservation }: ProtectedTexts,
    route: Route,
    before: DepartedTexts | undefined,
  ): Promise<DepartedTexts> {
    const { model, provider } = route;
    const body = leaving.encode(shielded.texts, model.name);
    const encoded = { path: call.reading.path(provider, model), body };
    noticingTrips(this.signals, () => inspect(call.reading, { shielded, policy, body, upstreamModel: model.name }));
    const receipt = this.receipts.execute({ body, policy, shielded, exposed, before: before?.receipt });
    const departure = { route, shielded, exposed, unscannable, secondOpinion, restores: false, receipt };
    if (before) await this.audit.departed(call, departure);
    else {
      const written = await this.audit.departure(call, departure);
      await this.admit.depart(call, { reservation, policy, shielded, departure: written });
      call.onDeparture(receipt.id);
    }
    return {
      route,
      shielded,
      sentTokens: leaving.tokens,
      receipt,
      reservation: takenBy(reservation, route.model.id, route.provider.id),
      session: undefined,
      request: undefined,
      encoded,
    };
  }
}

/** The exact bytes that are to leave. @throws DomainError `phi_policy_blocked`. */
function inspect<Answer>(
  reading: Reading<Answer>,
  leaving: {
    readonly shielded: Shielded;
    readonly policy: PhiPolicy;
    readonly body: string;
    readonly upstreamModel: string;
  },
): void {
  const { shielded, policy, body, upstreamModel } = leaving;
  const categories = hiddenCategories(policy);
  if (categories.size === 0 || shielded.texts.length === 0) return;
  assertNoOriginals(body, shielded.originals, reading.grammar(upstreamModel));
  assertNoIdentifiers(body, categories);
}
