import { holdingHit, takenBy } from '@radiant/billing';
import type { Clock, IdGenerator } from '@radiant/kernel';
import type { Completion } from '@radiant/protocol';
import type { AdmitCall } from '../admit-call.js';
import type { AuditCall } from '../audit-call.js';
import type { CompletedChat } from '../completed-chat.js';
import type { InferenceCall } from '../inference-call.js';
import type { PreparedCall } from '../prepare-call.js';
import type { OpenReceipt } from '../receipts/open-receipt.js';
import type { Pause } from '../ports/pause.js';
import { restoreCompletion } from '../restore-completion.js';
import type { SettleCall } from '../settle-call.js';
import { saidEscaping, TextRestoration } from '../text-restoration.js';
import type { CachePlace } from './answer-cache.js';

const NOTHING_LEFT = '';

/** Answers a call with what an earlier one was told: admitted, written down and billed as itself, while nothing leaves. */
export class ReuseAnswer {
  constructor(
    private readonly receipts: OpenReceipt,
    private readonly audit: AuditCall,
    private readonly admit: AdmitCall,
    private readonly settle: SettleCall,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly pause: Pause,
  ) {}

  /**
   * What it would cost at most at a provider is set aside, as for any call, or what a kept answer costs where that is more;
   * what is not needed is free again when it is over.
   * @param kept with the call's own placeholders. @throws DomainError `budget_exceeded`, `conflict`, `service_unavailable`.
   */
  async execute(
    call: InferenceCall,
    prepared: PreparedCall,
    { route }: Pick<CachePlace, 'route'>,
    kept: Completion,
  ): Promise<CompletedChat> {
    const { leaving, returned, restores } = prepared;
    const reservation = holdingHit(prepared.reservation, route.price);
    const { shielded, policy, exposed } = leaving;
    const receipt = this.receipts.execute({ body: NOTHING_LEFT, policy, shielded, exposed, before: undefined });
    const departure = this.audit.reused(call, { route, shielded, restores, receipt });
    await this.admit.depart(call, { reservation, policy, shielded, departure });
    call.onDeparture(receipt.id);
    const restoration = new TextRestoration(returned, leaving.toolNames, saidEscaping(leaving.request));
    await restoration.ahead(
      kept.choices.map(({ content }) => content),
      this.pause,
    );
    const completion = restoreCompletion(this.anew(kept), restoration);
    await this.settle.execute(
      call,
      {
        route,
        shielded,
        receipt,
        reservation: takenBy(reservation, route.model.id, route.provider.id),
        session: undefined,
        request: undefined,
      },
      {
        outcome: 'cached',
        consumed: { usage: undefined, texts: [], fromCache: true },
        reply: undefined,
        restored: restoration.restored,
      },
    );
    return {
      completion,
      model: route.model.id,
      mappingId: shielded.mappingId,
      overheadMs: this.clock.elapsed() - call.arrivedAt,
    };
  }

  /** Two answers never have one id: clients tell their messages apart by it. */
  private anew({ choices, usage, systemFingerprint }: Completion): Completion {
    return {
      id: `chatcmpl-${this.ids.uuid().replaceAll('-', '')}`,
      created: Math.trunc(this.clock.now() / 1_000),
      systemFingerprint,
      choices,
      usage,
    };
  }
}
