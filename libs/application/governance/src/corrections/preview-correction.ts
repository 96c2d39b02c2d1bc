import type { CorrectionFigures } from '@radiant/billing';
import type { Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import { inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedCorrection, type AskedCorrection } from './asked-correction.js';
import { correctionsOf, toldAsked } from './corrections-of.js';

/** What a correction would change, and changes nothing. */
export class PreviewCorrection {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `validation_error` naming the field; `not_found`; `conflict` for a call that is billed as
   * reserved; `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId, asked: AskedCorrection): Promise<CorrectionFigures> {
    return inTenant(this.transactions, actor, tenantId, async (transaction, { timeZone }) => {
      const checked = checkedCorrection(asked, timeZone);
      const figures = await correctionsOf(transaction, checked);
      await transaction.audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'report.read',
          resource: { type: 'usage_correction' },
          details: created(toldAsked(checked)),
        }),
      );
      return figures;
    });
  }
}
