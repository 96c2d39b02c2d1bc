import { purgeableBefore, purgeEvent, RETENTION_CLASSES, RETENTION_YEARS } from '@radiant/audit';
import type { Clock, IdGenerator, Instant, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { moment } from '../audit-details.js';
import { inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedChoice, invalid } from '../validation.js';

export interface AuditToPurge {
  readonly retentionClass: string;
  /** Rows of the class that happened before it are emptied. */
  readonly before: Instant;
}

/** Empties rows of a tenant's trail that need not be kept any more. They keep their places, and the chain verifies. */
export class PurgeAudit {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns how many rows were emptied.
   * @throws DomainError `validation_error` naming retention_class or before; `not_found`; `conflict` while a legal hold
   * stands; `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId, asked: AuditToPurge): Promise<number> {
    const retentionClass = checkedChoice('retention_class', asked.retentionClass, RETENTION_CLASSES);
    const { before } = asked;
    const latest = purgeableBefore(retentionClass, this.clock.now());
    if (!Number.isSafeInteger(before) || before < 0 || before > latest) {
      throw invalid('before', `${RETENTION_YEARS[retentionClass]} years ago at least: ${moment(latest)} or earlier`);
    }
    return inTenant(this.transactions, actor, tenantId, async ({ auditLog, audit }) => {
      const rows = await auditLog.purge(tenantId, retentionClass, before);
      const event = auditEvent(actor, this.ids, this.clock, { tenantId, action: 'audit.purge' });
      const { resource, details } = purgeEvent({ ...event, retentionClass, before, rows });
      await audit.record({ ...event, resource, details });
      return rows;
    });
  }
}
