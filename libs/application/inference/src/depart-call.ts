import { takenBy } from '@radiant/billing';
import type { Route } from '@radiant/registry';
import { auditBlocks } from './audit-blocks.js';
import type { AdmitCall } from './admit-call.js';
import type { AuditCall } from './audit-call.js';
import type { InferenceCall } from './inference-call.js';
import type { CallSignals } from './ports/call-signals.js';
import type { UpstreamCall } from './ports/model-provider.js';
import type { PreparedCall } from './prepare-call.js';
import type { OpenReceipt } from './receipts/open-receipt.js';
import type { CallToSettle } from './settle-call.js';
import type { ChatDialect } from './upstream/chat-dialect.js';
import { encodeChat, inspectChat, noticingTrips } from './upstream/encode-for-route.js';

/** A chat call that leaves by one route. */
export interface DepartedCall extends CallToSettle {
  readonly upstream: UpstreamCall;
  /** How its answer is read. */
  readonly dialect: ChatDialect;
}

/** Lets a chat call out by one of its routes: the bytes are inspected and written down before any of them leaves. */
export class DepartCall {
  constructor(
    private readonly receipts: OpenReceipt,
    private readonly audit: AuditCall,
    private readonly admit: AdmitCall,
    private readonly signals: CallSignals,
  ) {}

  /**
   * Durable when it resolves; nothing has been sent.
   * @param before what left by another route of the same call, under the same receipt.
   * @throws DomainError `phi_policy_blocked`, `budget_exceeded`, `service_unavailable`.
   */
  async execute(
    call: InferenceCall,
    prepared: PreparedCall,
    route: Route,
    before: DepartedCall | undefined,
  ): Promise<DepartedCall> {
    const { leaving, restores, session, reservation } = prepared;
    const { shielded, exposed, unscannable, secondOpinion, policy } = leaving;
    const encoded = prepared.ways.find((way) => way.route === route) ?? encodeChat(leaving, route);
    await auditBlocks(this.audit, call, route, () =>
      noticingTrips(this.signals, () => inspectChat(leaving, encoded, route)),
    );
    const { body, path, dialect } = encoded;
    const receipt = this.receipts.execute({ body, policy, shielded, exposed, before: before?.receipt });
    const departure = { route, shielded, restores, exposed, unscannable, secondOpinion, receipt };
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
      session,
      request: leaving.request,
      upstream: { provider: route.provider, path, body, signal: call.signal },
      dialect,
    };
  }
}
