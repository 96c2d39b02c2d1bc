import type { ApiKeyStore } from '@radiant/identity';
import { DomainError, type ApiKeyId, type Clock, type IdGenerator, type TenantId } from '@radiant/kernel';
import { statusAt, type Reidentification, type ReidentificationId, type ReidentificationOfText } from '@radiant/phi';
import { auditEvent, type Actor } from '../actor.js';
import { changed } from '../audit-details.js';
import { inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedChoice, checkedReason } from '../validation.js';
import { secondPerson, toldOfReidentification, unknownRequest } from './reidentification-rules.js';

const DECISIONS = ['approve', 'deny'] as const;

/** Approves or denies a request to see originals, as a second person. */
export class DecideReidentification {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `validation_error` naming decision or reason; `not_found`; `forbidden` for who asked for it, for
   * who issued the key that asked and for who is no person; `conflict` when it is decided already or has expired;
   * `service_unavailable`.
   */
  async execute(
    actor: Actor,
    tenantId: TenantId,
    id: ReidentificationId,
    asked: { readonly decision: string; readonly reason: string },
  ): Promise<Reidentification> {
    const status = checkedChoice('decision', asked.decision, DECISIONS) === 'approve' ? 'approved' : 'denied';
    const reason = checkedReason('reason', asked.reason, 1);
    return inTenant(this.transactions, actor, tenantId, async ({ reidentifications, apiKeys, audit }) => {
      const decidedAt = this.clock.now();
      const before = await reidentifications.find(id);
      if (!before) throw unknownRequest();
      const decidedBy = secondPerson(actor, before);
      await refuseIssuer(apiKeys, before.requestedWith, decidedBy);
      if (statusAt(before, decidedAt) === 'expired') {
        throw new DomainError('conflict', 'the re-identification request has expired; it must be made again');
      }
      if (!(await reidentifications.decide(id, { status, decidedBy, decidedAt, reason }))) {
        throw new DomainError('conflict', 'the re-identification request is decided already');
      }
      const after = { ...withoutText(before), status, decidedBy, decidedAt, decisionReason: reason } as const;
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'phi.reidentify.decide',
          resource: { type: 'reidentification', id },
          details: changed(toldOfReidentification(before), toldOfReidentification(after)),
        }),
      );
      return after;
    });
  }
}

/** Whoever issued a key has held it, so what it asks for, in whoever's name, may be his own request. */
async function refuseIssuer(apiKeys: ApiKeyStore, asker: ApiKeyId | undefined, person: string): Promise<void> {
  const key = asker && (await apiKeys.find(asker));
  if (key?.createdBy !== person) return;
  throw new DomainError('forbidden', 'this is for somebody else than who issued the key that asked');
}

const withoutText = ({ text: _, ...request }: ReidentificationOfText): Reidentification => request;
