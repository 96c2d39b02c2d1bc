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
import { encodeChatRequest, textSlots, withTexts, type ChatRequest } from '@radiant/protocol';
import type { Registry, Route } from '@radiant/registry';
import { exposedIdentifiers, type AuditCall } from './audit-call.js';
import type { InferenceCall } from './inference-call.js';
import type { UpstreamCall } from './ports/model-provider.js';

/** A changed policy is obeyed after this many ms at most. */
const POLICY_AGE_MS = 5_000;
const MAX_TENANTS = 10_000;

/** A call that may leave. */
export interface PreparedCall {
  readonly route: Route;
  readonly shielded: Shielded;
  /** Whether originals are put back into the answer. */
  readonly restores: boolean;
  readonly upstream: UpstreamCall;
}

/** The stages before the upstream: route, policy, shield, encoding, tripwire, audit. */
export class PrepareCall {
  private readonly policies: FreshCache<TenantId, PhiPolicy>;

  constructor(
    private readonly registry: Registry,
    policies: PhiPolicies,
    private readonly shield: PhiShield,
    private readonly audit: AuditCall,
    clock: Clock,
  ) {
    this.policies = new FreshCache(clock, { maxAgeMs: POLICY_AGE_MS, maxEntries: MAX_TENANTS }, (tenantId) =>
      policies.forTenant(tenantId),
    );
  }

  /** @throws DomainError `not_found`, `forbidden`, `model_not_priced`, `phi_policy_blocked`, `service_unavailable`. */
  async execute(call: InferenceCall): Promise<PreparedCall> {
    const { principal, controls, request } = call;
    const route = await this.registry.route(request.model);
    if (!mayUseModel(principal.scopes, route.model.id)) {
      throw new DomainError('forbidden', 'the scopes of this key do not include the model', { field: 'model' });
    }
    const policy = tighten(await this.policies.get(principal.tenantId), {
      enablePhi: controls.enablePhi,
      categories: controls.phiCategories,
    });
    if (policy.mode !== 'disabled') refuseUnscannable(request);
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
    const exposed = await this.shield.find(slots, exposedIdentifiers(policy));
    await this.audit.execute(call, { route, shielded, restores, exposed });
    return {
      route,
      shielded,
      restores,
      upstream: { baseUrl: route.provider.baseUrl, path: '/v1/chat/completions', body, signal: call.signal },
    };
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
