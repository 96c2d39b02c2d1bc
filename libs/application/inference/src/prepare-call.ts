import type { Reservation } from '@radiant/billing';
import { DomainError, FreshCache, type Clock, type TenantId } from '@radiant/kernel';
import { restoresReplies, tighten, type PhiPolicies, type PhiPolicy, type Shielded } from '@radiant/phi';
import type { Message } from '@radiant/protocol';
import type { Route } from '@radiant/registry';
import type { AdmitCall } from './admit-call.js';
import type { AuditCall } from './audit-call.js';
import type { InferenceCall } from './inference-call.js';
import type { LimitRates } from './limit-rates.js';
import type { UpstreamCall } from './ports/model-provider.js';
import type { Session } from './ports/session-store.js';
import { blockedParts } from './protection/attachments.js';
import type { ProtectedRequest, ProtectRequest, RequestToProtect } from './protection/protect-request.js';
import type { RouteCall } from './route-call.js';
import type { OpenReceipt } from './receipts/open-receipt.js';
import type { OpenedReceipt } from './receipts/receipt.js';
import type { ChatDialect } from './upstream/chat-dialect.js';
import { encodeChat, inspectChat, type EncodedChat } from './upstream/encode-for-route.js';
import { withHistory } from './sessions/history.js';
import type { OpenSession } from './sessions/open-session.js';

/** A changed policy is obeyed after this many ms at most. */
const POLICY_AGE_MS = 5_000;
const MAX_TENANTS = 10_000;

/** A call that may leave. */
export interface PreparedCall {
  readonly route: Route;
  readonly shielded: Shielded;
  /** Whether originals are put back into the answer. */
  readonly restores: boolean;
  readonly session: Session | undefined;
  /** The messages that leave, placeholders in them. */
  readonly messages: readonly Message[];
  /** A tool's name as it left, to the caller's. */
  readonly toolNames: ReadonlyMap<string, string>;
  readonly receipt: OpenedReceipt;
  /** What is set aside for it. */
  readonly reservation: Reservation;
  readonly upstream: UpstreamCall;
  /** How its answer is read. */
  readonly dialect: ChatDialect;
}

type Leaving = ProtectedRequest & { readonly encoded: EncodedChat };

/** The stages before the upstream: rates, route, policy, session, protection, receipt, reservation, audit. */
export class PrepareCall {
  private readonly policies: FreshCache<TenantId, PhiPolicy>;

  constructor(
    private readonly rates: LimitRates,
    private readonly routing: RouteCall,
    policies: PhiPolicies,
    private readonly protect: ProtectRequest,
    private readonly sessions: OpenSession,
    private readonly receipts: OpenReceipt,
    private readonly admit: AdmitCall,
    private readonly audit: AuditCall,
    clock: Clock,
  ) {
    this.policies = new FreshCache(clock, { maxAgeMs: POLICY_AGE_MS, maxEntries: MAX_TENANTS }, (tenantId) =>
      policies.forTenant(tenantId),
    );
  }

  /** @throws DomainError `rate_limited`, what RouteCall says, `phi_policy_blocked`, `budget_exceeded`, `service_unavailable`. */
  async execute(call: InferenceCall): Promise<PreparedCall> {
    const { principal, controls } = call;
    await this.rates.execute(call);
    const policy = tighten(await this.policies.get(principal.tenantId), {
      enablePhi: controls.enablePhi,
      categories: controls.phiCategories,
    });
    const [route] = await this.routing.execute({ principal, model: call.request.model, service: 'chat', policy });
    const asked = await this.routing.limited(principal.tenantId, call.request);
    const session = await this.session(call, route);
    const request = withHistory(asked, session, controls.history);
    const leaving = await this.protected(call, route, {
      tenantId: principal.tenantId,
      sessionId: controls.sessionId,
      policy,
      request,
      marks: { spans: controls.phiSpans, earlier: request.messages.length - asked.messages.length },
    });
    const { shielded, exposed, unscannable, toolNames, secondOpinion, encoded } = leaving;
    const { dialect, path, body } = encoded;
    const restores = restoresReplies(policy) && controls.restore !== 'none';
    const receipt = this.receipts.execute({ body, policy, shielded, exposed });
    const reservation = await this.admit.execute(call, route, leaving.request, body);
    try {
      await this.audit.execute(call, { route, shielded, restores, exposed, unscannable, secondOpinion, receipt });
    } catch (error) {
      await this.admit.release(reservation);
      throw error;
    }
    call.onDeparture(receipt.id);
    return {
      route,
      shielded,
      restores,
      session,
      messages: leaving.request.messages,
      toolNames,
      receipt,
      reservation,
      upstream: { provider: route.provider, path, body, signal: call.signal },
      dialect,
    };
  }

  /** What was to leave and could not be protected is written down as well, whatever becomes of its record. */
  private async protected(call: InferenceCall, route: Route, request: RequestToProtect): Promise<Leaving> {
    try {
      const leaving = await this.protect.execute(request);
      const encoded = encodeChat(leaving, route);
      inspectChat(leaving, encoded, route);
      return { ...leaving, encoded };
    } catch (error) {
      if (error instanceof DomainError && error.code === 'phi_policy_blocked') {
        await this.audit.blocked(call, route, blockedParts(call.request.messages, error));
      }
      throw error;
    }
  }

  private async session({ principal, controls }: InferenceCall, { model }: Route): Promise<Session | undefined> {
    if (controls.sessionId === undefined) return undefined;
    return this.sessions.execute(principal, controls.sessionId, model.id);
  }
}
