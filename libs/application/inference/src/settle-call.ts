import type { Reservation, UsageEntry } from '@radiant/billing';
import type { Clock } from '@radiant/kernel';
import type { Shielded } from '@radiant/phi';
import type { ChatRequest, Message } from '@radiant/protocol';
import type { Route } from '@radiant/registry';
import type { AuditCall } from './audit-call.js';
import type { CallFacts } from './inference-call.js';
import type { CallSignals } from './ports/call-signals.js';
import type { Consumed, MeterCall } from './meter-call.js';
import type { Session } from './ports/session-store.js';
import type { OpenedReceipt, Receipt, ReceiptOutcome } from './receipts/receipt.js';
import type { KeepResponse } from './responses/keep-response.js';
import type { KeepTurn } from './sessions/keep-turn.js';

/** What of a call that left is settled. */
export interface CallToSettle {
  /** The one that it took. */
  readonly route: Route;
  readonly shielded: Shielded;
  /** Of what left beside its texts, as numbers of the model's vocabulary. */
  readonly sentTokens?: number | undefined;
  readonly receipt: OpenedReceipt;
  /** In the name of that route. */
  readonly reservation: Reservation;
  readonly session: Session | undefined;
  /** The chat that left, placeholders in it; undefined when it was none. */
  readonly request: ChatRequest | undefined;
}

/** How a call ended. */
export interface Settlement {
  readonly outcome: ReceiptOutcome;
  /** What is billed; undefined when the upstream charges nothing. */
  readonly consumed: Consumed | undefined;
  /** As it came; only a whole one is kept in the session. */
  readonly reply: Message | undefined;
  /** Why the model stopped, as it came. */
  readonly finishReason?: string | null;
  /** How many placeholders became originals again. */
  readonly restored: number;
}

/** Everything that must be durable before the reply's last byte: usage row, receipt, mapping, session. */
export class SettleCall {
  constructor(
    private readonly meter: MeterCall,
    private readonly audit: AuditCall,
    private readonly turns: KeepTurn,
    private readonly responses: KeepResponse,
    private readonly clock: Clock,
    private readonly signals: CallSignals,
  ) {}

  /**
   * All of it at once, and all waited for even when one fails: what was consumed is billed whatever becomes of the rest.
   * @returns the usage row; undefined when nothing was consumed. @throws DomainError `service_unavailable`.
   */
  async execute(call: CallFacts, prepared: CallToSettle, settlement: Settlement): Promise<UsageEntry | undefined> {
    const { consumed, outcome, restored } = settlement;
    const receipt = this.receipt(call, prepared, outcome, restored);
    const metered = consumed ? this.meter.execute(call, prepared, consumed) : this.meter.release(prepared);
    const [entry, ...others] = await Promise.allSettled([
      metered,
      prepared.shielded.stored,
      this.audit.settled(call, prepared.route, receipt),
      this.keepTurn(call, prepared, settlement),
      this.keepResponse(call, prepared, settlement, metered),
    ]);
    if (entry.status === 'fulfilled') {
      this.signals.settled(receipt, entry.value);
      call.idempotency?.settled(consumed !== undefined);
    }
    for (const result of [entry, ...others]) if (result.status === 'rejected') throw result.reason;
    return entry.status === 'fulfilled' ? entry.value : undefined;
  }

  private receipt(
    call: CallFacts,
    { receipt, route }: CallToSettle,
    outcome: ReceiptOutcome,
    restored: number,
  ): Receipt {
    return {
      id: receipt.id,
      tenantId: call.principal.tenantId,
      requestId: call.requestId,
      providerId: route.provider.id,
      modelId: route.model.id,
      policy: receipt.policy,
      hidden: receipt.hidden,
      detectorVersion: receipt.detectorVersion,
      categories: receipt.categories,
      exposed: receipt.exposed,
      outboundSha256: receipt.outboundSha256,
      restored,
      outcome,
      startedAt: receipt.startedAt,
      closedAt: Math.trunc(this.clock.now()),
    };
  }

  private async keepTurn(call: CallFacts, prepared: CallToSettle, { outcome, reply }: Settlement): Promise<void> {
    const { session, request, route, shielded } = prepared;
    if (!session || !request || !reply || outcome !== 'completed') return;
    await this.turns.execute({
      tenantId: call.principal.tenantId,
      session,
      model: route.model.id,
      mappingId: shielded.mappingId,
      messages: call.response?.silent ? session.messages : [...request.messages, reply],
    });
  }

  private async keepResponse(
    call: CallFacts,
    { session, request, route, shielded }: CallToSettle,
    { outcome, consumed, reply, finishReason = null }: Settlement,
    metered: Promise<UsageEntry | undefined>,
  ): Promise<void> {
    const kept = call.response?.kept;
    if (!kept || !session || !request || !reply || outcome !== 'completed') return;
    const { mappingId } = shielded;
    const whole = { session, request, model: route.model.id, mappingId, reply, finishReason, usage: consumed?.usage };
    await this.responses.execute(call, kept, whole, consumed?.usage ? undefined : await metered);
  }
}
