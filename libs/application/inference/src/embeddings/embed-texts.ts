import { takenBy, type Reservation } from '@radiant/billing';
import { DomainError, type Clock, type MappingId } from '@radiant/kernel';
import {
  tighten,
  type CachedPhiPolicies,
  type PhiFinding,
  type PhiPolicy,
  type PhiShield,
  type Shielded,
} from '@radiant/phi';
import {
  decodeEmbeddings,
  embeddingsSlots,
  inputCount,
  type Embeddings,
  type EmbeddingsRequest,
} from '@radiant/protocol';
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
import { encodeEmbeddings, inspectEmbeddings, noticingTrips, type Encoded } from '../upstream/encode-for-route.js';

/** One authenticated, decoded call for embeddings. */
export interface EmbeddingsCall extends CallFacts {
  readonly request: EmbeddingsRequest;
}

/** Vectors, ready to be shown. */
export interface EmbeddedTexts {
  readonly vectors: Embeddings['vectors'];
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
  readonly shielded: Shielded;
  readonly exposed: readonly PhiFinding[];
  /** Data in base64 within the texts that nothing could look into. */
  readonly unscannable: Unscannable | undefined;
  readonly secondOpinion: 'down' | undefined;
  readonly policy: PhiPolicy;
  readonly reservation: Reservation;
}

/** Answers a call for embeddings. PHI in every input is hidden; nothing is put back, since vectors can't hold it. */
export class EmbedTexts {
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
   * @throws DomainError `rate_limited`, as CheckTags, RouteCall and AskProviders say, `phi_policy_blocked`, `budget_exceeded`, `service_unavailable`.
   */
  async execute(call: EmbeddingsCall): Promise<EmbeddedTexts> {
    const { request } = call;
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
        decodeEmbeddings(
          await this.provider.complete({ provider, path, body, signal: call.signal }),
          inputCount(request),
        ),
    );
    passage.succeeded();
    const { vectors, usage } = answer;
    const entry = await this.settle.execute(call, departed, {
      outcome: 'completed',
      consumed: { usage, texts: [] },
      reply: undefined,
      restored: 0,
    });
    return {
      vectors,
      promptTokens: usage?.promptTokens ?? entry?.usage.inputTokens ?? 0,
      model: departed.route.model.id,
      mappingId: departed.shielded.mappingId,
      overheadMs: this.clock.elapsed() - call.arrivedAt - upstreamMs,
    };
  }

  /** Decided anew after every wait for a model. */
  private async routed(call: EmbeddingsCall): Promise<{ readonly routed: RoutedCall; readonly routes: Routes }> {
    const { principal, controls, request, onOver, signal } = call;
    for (;;) {
      const policy = tighten(await this.policies.forTenant(principal.tenantId), {
        enablePhi: controls.enablePhi,
        categories: controls.phiCategories,
      });
      const caller = { stream: false, onOver, signal };
      const routed: RoutedCall = {
        principal,
        model: request.model,
        service: 'embeddings',
        session: undefined,
        policy,
        caller,
      };
      const routes = await this.routing.awake(await this.routing.execute(routed), routed);
      if (routes) return { routed, routes };
    }
  }

  private async protected(call: EmbeddingsCall, routes: Routes, policy: PhiPolicy): Promise<ProtectedTexts> {
    const { principal, request } = call;
    refuseTokens(request, policy);
    let secondOpinion: 'down' | undefined;
    const withoutSecondOpinion = (): void => void (secondOpinion = 'down');
    const given = embeddingsSlots(request);
    const { texts, unscannable } = await this.embedded.execute(given, policy);
    const slots = texts ? given.map((slot, index) => ({ ...slot, text: texts[index] ?? '' })) : given;
    const shielded = await this.shield.hide({ tenantId: principal.tenantId, policy, slots, withoutSecondOpinion });
    const exposed = await this.shield.find(slots, policy, exposedIdentifiers(policy));
    const [first, ...fallbacks] = routes;
    const way = (route: Route) => ({ route, body: encodeEmbeddings(request, shielded, route).body });
    const reservation = await this.admit.embeddings(call, [way(first), ...fallbacks.map(way)]);
    return {
      shielded,
      exposed,
      unscannable: withEmbedded(undefined, unscannable, policy.unscannable),
      secondOpinion,
      policy,
      reservation,
    };
  }

  /** Inspected and written down before any of it leaves. @param before what left by another route, under the same receipt. */
  private async departed(
    call: EmbeddingsCall,
    { shielded, exposed, unscannable, secondOpinion, policy, reservation }: ProtectedTexts,
    route: Route,
    before: DepartedTexts | undefined,
  ): Promise<DepartedTexts> {
    const encoded = encodeEmbeddings(call.request, shielded, route);
    noticingTrips(this.signals, () => inspectEmbeddings(shielded, policy, encoded, route));
    const { body } = encoded;
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
      receipt,
      reservation: takenBy(reservation, route.model.id, route.provider.id),
      session: undefined,
      request: undefined,
      encoded,
    };
  }
}

/** Nothing here can read the numbers of a vocabulary, so they could carry anything. */
function refuseTokens({ input }: EmbeddingsRequest, { mode, unscannable }: PhiPolicy): void {
  if (input.kind !== 'tokens' || mode === 'disabled' || unscannable === 'allow') return;
  throw new DomainError('phi_policy_blocked', "input is token numbers, which can't be scanned for PHI", {
    field: 'input',
  });
}
