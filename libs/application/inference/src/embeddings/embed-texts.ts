import { DomainError, type Clock, type MappingId } from '@radiant/kernel';
import { tighten, type CachedPhiPolicies, type PhiPolicy, type PhiShield } from '@radiant/phi';
import {
  decodeEmbeddings,
  embeddingsSlots,
  inputCount,
  type Embeddings,
  type EmbeddingsRequest,
} from '@radiant/protocol';
import type { Route } from '@radiant/registry';
import type { AdmitCall } from '../admit-call.js';
import { exposedIdentifiers, type AuditCall, type Departure } from '../audit-call.js';
import type { CallFacts } from '../inference-call.js';
import type { LimitRates } from '../limit-rates.js';
import type { ModelProvider } from '../ports/model-provider.js';
import type { OpenReceipt } from '../receipts/open-receipt.js';
import type { RouteCall } from '../route-call.js';
import type { CallToSettle, SettleCall } from '../settle-call.js';
import { encodeEmbeddings, inspectEmbeddings, type Encoded } from '../upstream/encode-for-route.js';

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

/** What leaves. */
interface Outbound extends Departure, CallToSettle {
  readonly encoded: Encoded;
}

/** Answers a call for embeddings. PHI in every input is hidden; nothing is put back, since vectors can't hold it. */
export class EmbedTexts {
  constructor(
    private readonly rates: LimitRates,
    private readonly policies: CachedPhiPolicies,
    private readonly routing: RouteCall,
    private readonly shield: PhiShield,
    private readonly receipts: OpenReceipt,
    private readonly admit: AdmitCall,
    private readonly audit: AuditCall,
    private readonly provider: ModelProvider,
    private readonly settle: SettleCall,
    private readonly clock: Clock,
  ) {}

  /**
   * When it resolves, the mapping of the placeholders, the usage row and the receipt are durable.
   * @throws DomainError `rate_limited`, as RouteCall and ModelProvider say, `phi_policy_blocked`, `budget_exceeded`, `service_unavailable`.
   */
  async execute(call: EmbeddingsCall): Promise<EmbeddedTexts> {
    const { principal, controls, request } = call;
    await this.rates.execute(call);
    const policy = tighten(await this.policies.forTenant(principal.tenantId), {
      enablePhi: controls.enablePhi,
      categories: controls.phiCategories,
    });
    const [route] = await this.routing.execute({ principal, model: request.model, service: 'embeddings', policy });
    const outbound = await this.prepared(call, route, policy);
    call.onDeparture(outbound.receipt.id);
    const sentAt = this.clock.elapsed();
    const { vectors, usage } = await this.answer(call, outbound);
    const upstreamMs = this.clock.elapsed() - sentAt;
    const entry = await this.settle.execute(call, outbound, {
      outcome: 'completed',
      consumed: { usage, texts: [] },
      reply: undefined,
      restored: 0,
    });
    return {
      vectors,
      promptTokens: usage?.promptTokens ?? entry?.usage.inputTokens ?? 0,
      model: route.model.id,
      mappingId: outbound.shielded.mappingId,
      overheadMs: this.clock.elapsed() - call.arrivedAt - upstreamMs,
    };
  }

  private async prepared(call: EmbeddingsCall, route: Route, policy: PhiPolicy): Promise<Outbound> {
    const { principal, request } = call;
    refuseTokens(request, policy);
    let secondOpinion: 'down' | undefined;
    const withoutSecondOpinion = (): void => void (secondOpinion = 'down');
    const slots = embeddingsSlots(request);
    const shielded = await this.shield.hide({ tenantId: principal.tenantId, policy, slots, withoutSecondOpinion });
    const encoded = encodeEmbeddings(request, shielded, route);
    inspectEmbeddings(shielded, policy, encoded, route);
    const { body } = encoded;
    const exposed = await this.shield.find(slots, policy, exposedIdentifiers(policy));
    const receipt = this.receipts.execute({ body, policy, shielded, exposed });
    const departure = { route, shielded, exposed, unscannable: undefined, secondOpinion, restores: false, receipt };
    const reservation = await this.admit.embeddings(call, route, body);
    try {
      await this.audit.execute(call, departure);
    } catch (error) {
      await this.admit.release(reservation);
      throw error;
    }
    return { ...departure, encoded, reservation, session: undefined, messages: [] };
  }

  /** A caller that hangs up has still sent its texts: the upstream charges for them, and so do we. */
  private async answer(call: EmbeddingsCall, outbound: Outbound): Promise<Embeddings> {
    const { route, encoded } = outbound;
    const { path, body } = encoded;
    try {
      const upstream = { provider: route.provider, path, body, signal: call.signal };
      return decodeEmbeddings(await this.provider.complete(upstream), inputCount(call.request));
    } catch (error) {
      const { aborted } = call.signal;
      await this.audit.failed(call, route, error);
      const settled = this.settle.execute(call, outbound, {
        outcome: aborted ? 'cancelled' : 'failed',
        consumed: aborted ? { usage: undefined, texts: [] } : undefined,
        reply: undefined,
        restored: 0,
      });
      await (aborted ? settled : settled.catch(() => undefined));
      throw error;
    }
  }
}

/** Nothing here can read the numbers of a vocabulary, so they could carry anything. */
function refuseTokens({ input }: EmbeddingsRequest, { mode, unscannable }: PhiPolicy): void {
  if (input.kind !== 'tokens' || mode === 'disabled' || unscannable === 'allow') return;
  throw new DomainError('phi_policy_blocked', "input is token numbers, which can't be scanned for PHI", {
    field: 'input',
  });
}
