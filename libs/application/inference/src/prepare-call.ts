import { mayUseModel } from '@radiant/identity';
import { DomainError, FreshCache, type Clock, type TenantId } from '@radiant/kernel';
import {
  assertNoOriginals,
  hiddenCategories,
  restoresReplies,
  tighten,
  type PhiPolicies,
  type PhiPolicy,
  type PhiShield,
  type Shielded,
} from '@radiant/phi';
import { encodeChatRequest, textSlots, withTexts, type ChatRequest, type Message } from '@radiant/protocol';
import type { Registry, Route } from '@radiant/registry';
import { exposedIdentifiers, type AuditCall } from './audit-call.js';
import type { InferenceCall } from './inference-call.js';
import type { UpstreamCall } from './ports/model-provider.js';
import type { Session } from './ports/session-store.js';
import type { OpenReceipt } from './receipts/open-receipt.js';
import type { OpenedReceipt } from './receipts/receipt.js';
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
  readonly receipt: OpenedReceipt;
  readonly upstream: UpstreamCall;
}

/** The stages before the upstream: route, policy, session, shield, encoding, tripwire, receipt, audit. */
export class PrepareCall {
  private readonly policies: FreshCache<TenantId, PhiPolicy>;

  constructor(
    private readonly registry: Registry,
    policies: PhiPolicies,
    private readonly shield: PhiShield,
    private readonly sessions: OpenSession,
    private readonly receipts: OpenReceipt,
    private readonly audit: AuditCall,
    clock: Clock,
  ) {
    this.policies = new FreshCache(clock, { maxAgeMs: POLICY_AGE_MS, maxEntries: MAX_TENANTS }, (tenantId) =>
      policies.forTenant(tenantId),
    );
  }

  /** @throws DomainError `not_found`, `forbidden`, `model_not_priced`, `phi_policy_blocked`, `service_unavailable`. */
  async execute(call: InferenceCall): Promise<PreparedCall> {
    const { principal, controls } = call;
    const route = await this.registry.route(call.request.model);
    if (!mayUseModel(principal.scopes, route.model.id)) {
      throw new DomainError('forbidden', 'the scopes of this key do not include the model', { field: 'model' });
    }
    const policy = tighten(await this.policies.get(principal.tenantId), {
      enablePhi: controls.enablePhi,
      categories: controls.phiCategories,
    });
    if (policy.mode !== 'disabled') refuseUnscannable(call.request);
    const session = await this.session(call, route);
    const request = withHistory(call.request, session, controls.history);
    const slots = textSlots(request);
    const shielded = await this.shield.hide({
      tenantId: principal.tenantId,
      policy,
      sessionId: controls.sessionId,
      slots,
    });
    const outbound = shielded.counts.size === 0 ? request : withTexts(request, shielded.texts);
    const body = encodeChatRequest(outbound, route.model.name);
    // A turn that hides nothing may say what an earlier turn of the session hid.
    if (hiddenCategories(policy).size > 0) assertNoOriginals(body, shielded.originals);
    const restores = restoresReplies(policy) && controls.restore !== 'none';
    const exposed = await this.shield.find(slots, policy, exposedIdentifiers(policy));
    const receipt = this.receipts.execute({ body, policy, shielded, exposed });
    await this.audit.execute(call, { route, shielded, restores, exposed, receipt });
    call.onDeparture(receipt.id);
    return {
      route,
      shielded,
      restores,
      session,
      messages: outbound.messages,
      receipt,
      upstream: { baseUrl: route.provider.baseUrl, path: '/v1/chat/completions', body, signal: call.signal },
    };
  }

  private async session({ principal, controls }: InferenceCall, { model }: Route): Promise<Session | undefined> {
    if (controls.sessionId === undefined) return undefined;
    return this.sessions.execute(principal, controls.sessionId, model.id);
  }
}

/** Nothing here can look into a picture, so it could carry anything. */
function refuseUnscannable(request: ChatRequest): void {
  for (const [i, { content }] of request.messages.entries()) {
    if (content === null || typeof content === 'string') continue;
    const part = content.findIndex(({ type }) => type === 'image');
    if (part < 0) continue;
    const field = `messages[${i}].content[${part}]`;
    throw new DomainError('phi_policy_blocked', `${field} is an image, which can't be scanned for PHI`, { field });
  }
}
