import type { Reservation } from '@radiant/billing';
import { callingApp } from '@radiant/identity';
import { DomainError } from '@radiant/kernel';
import {
  NONE_RETURNED,
  restoresReplies,
  returnedOriginals,
  tighten,
  type CachedPhiPolicies,
  type ReturnedOriginals,
} from '@radiant/phi';
import type { ChatRequest } from '@radiant/protocol';
import type { Route } from '@radiant/registry';
import type { AdmitCall } from './admit-call.js';
import { auditBlocks } from './audit-blocks.js';
import type { AuditCall } from './audit-call.js';
import type { CheckTags } from './check-tags.js';
import type { InferenceCall } from './inference-call.js';
import type { LimitRates } from './limit-rates.js';
import { namedAsWritten } from './named-as-written.js';
import type { Session } from './ports/session-store.js';
import type { ProtectedRequest, ProtectRequest } from './protection/protect-request.js';
import type { RouteCall, RoutedCall, Routes } from './route-call.js';
import { withHistory } from './sessions/history.js';
import type { OpenSession } from './sessions/open-session.js';
import { encodeChat, type EncodedChat } from './upstream/encode-for-route.js';
import { withWhatLeaves } from './with-messages.js';

/** What would leave by a route. */
interface Way extends EncodedChat {
  readonly route: Route;
}

/** A call that may leave, by whichever of its routes. */
export interface PreparedCall {
  /** What its routes were found for. */
  readonly routed: RoutedCall;
  /** Those by which it can leave. */
  readonly routes: Routes;
  readonly leaving: ProtectedRequest;
  /** What would leave by each route. */
  readonly ways: readonly [Way, ...Way[]];
  /** Whether originals are put back into the answer. */
  readonly restores: boolean;
  /** Those that are, and where. */
  readonly returned: ReturnedOriginals;
  readonly session: Session | undefined;
  /** What is to be set aside for it when it leaves, enough for any of its routes. */
  readonly reservation: Reservation;
}

/** The stages before the upstream that are the same for every route: rates, routes, policy, session, protection, reservation. */
export class PrepareCall {
  constructor(
    private readonly rates: LimitRates,
    private readonly tags: CheckTags,
    private readonly routing: RouteCall,
    private readonly policies: CachedPhiPolicies,
    private readonly protect: ProtectRequest,
    private readonly sessions: OpenSession,
    private readonly admit: AdmitCall,
    private readonly audit: AuditCall,
  ) {}

  /** @throws DomainError `rate_limited`, what CheckTags and RouteCall say, `phi_policy_blocked`, `service_unavailable`. */
  async execute(call: InferenceCall): Promise<PreparedCall> {
    const { principal, controls } = call;
    await this.rates.execute(call);
    await this.tags.execute(call);
    const { routed, routes } = await this.routed(call);
    const { policy } = routed;
    const [first, ...fallbacks] = routes;
    const limited = (): Promise<ChatRequest> => this.routing.limited(principal.tenantId, call.request);
    const asked = withWhatLeaves(await namedAsWritten(call.sources, 0, limited), routes);
    const session = await this.session(call, first);
    const request = withHistory(asked, session, controls.history);
    const earlier = request.messages.length - asked.messages.length;
    const { leaving, ways } = await namedAsWritten(call.sources, earlier, async () => {
      const marks = { spans: controls.phiSpans, earlier, recalled: call.recalled };
      const { tenantId } = principal;
      const leaving = await auditBlocks(this.audit, call, first, () =>
        this.protect.execute({
          tenantId,
          app: callingApp(principal),
          sessionId: controls.sessionId,
          policy,
          request,
          marks,
        }),
      );
      const ways: PreparedCall['ways'] = [
        wayOf(leaving, first),
        ...fallbacks.flatMap((route) => fallbackOf(leaving, route)),
      ];
      return { leaving, ways };
    });
    const restores = restoresReplies(policy) && controls.restore !== 'none';
    return {
      routed,
      routes: [first, ...ways.slice(1).map(({ route }) => route)],
      leaving,
      ways,
      restores,
      returned: restores ? returnedOriginals(policy, leaving.shielded.originals) : NONE_RETURNED,
      session,
      reservation: await this.admit.execute(call, ways, leaving.request),
    };
  }

  /** Decided anew after every wait for a model. */
  private async routed(call: InferenceCall): Promise<Pick<PreparedCall, 'routed' | 'routes'>> {
    const { principal, controls, request, onWaiting, onOver, signal } = call;
    for (;;) {
      const policy = tighten(await this.policies.forTenant(principal.tenantId), {
        enablePhi: controls.enablePhi,
        categories: controls.phiCategories,
      });
      const caller = { stream: request.stream, onWaiting, onOver, signal };
      const routed: RoutedCall = {
        principal,
        model: request.model,
        service: 'chat',
        session: controls.sessionId,
        policy,
        caller,
      };
      const routes = await this.routing.awake(await this.routing.execute(routed), routed);
      if (routes) return { routed, routes };
    }
  }

  private async session({ principal, controls }: InferenceCall, { model }: Route): Promise<Session | undefined> {
    if (controls.sessionId === undefined) return undefined;
    return this.sessions.execute(principal, controls.sessionId, model.id);
  }
}

function wayOf(leaving: ProtectedRequest, route: Route): Way {
  const { dialect, path, body } = encodeChat(leaving, route);
  return { route, dialect, path, body };
}

/** None where a fallback can't be asked for this at all, e.g. for two answers: the one before it may answer still. */
function fallbackOf(leaving: ProtectedRequest, route: Route): Way[] {
  try {
    return [wayOf(leaving, route)];
  } catch (error) {
    if (error instanceof DomainError && error.code === 'validation_error') return [];
    throw error;
  }
}
