import { PLATFORM_TENANT, type AuditEvent, type Clock, type IdGenerator } from '@radiant/kernel';
import { dueWarning, type Agreement, type AgreementWarning, type RegistryStore } from '@radiant/registry';
import { created, moment } from '../audit-details.js';
import type { Alerts } from '../ports/alerts.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';

/**
 * Warns of the end of agreements, 30, 7 and 1 days before it and when it has come: each warning once, however many
 * replicas look. It stands in the platform's own trail.
 */
export class WarnOfAgreements {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly alerts: Alerts,
    private readonly registry: RegistryStore,
  ) {}

  /**
   * For a timer to call.
   * @returns how many warnings were raised.
   * @throws DomainError `service_unavailable`: the rest is warned of next time.
   */
  async execute(): Promise<number> {
    let raised = 0;
    for (const agreement of (await this.registry.load()).agreements) {
      const now = this.clock.now();
      const daysBefore = dueWarning(agreement, now);
      if (daysBefore === undefined) continue;
      const { id: agreementId, expiresAt } = agreement;
      if (await this.warned(agreement, { agreementId, expiresAt, daysBefore, raisedAt: now })) raised += 1;
    }
    return raised;
  }

  /** The warning is kept only when somebody was told. */
  private warned(agreement: Agreement, warning: AgreementWarning): Promise<boolean> {
    return this.transactions.run(PLATFORM_TENANT, async ({ agreementWarnings, audit }) => {
      if (!(await agreementWarnings.add(warning))) return false;
      await audit.record(this.event(agreement, warning));
      const kind = warning.daysBefore === 0 ? 'agreement.expired' : 'agreement.expiring';
      await this.alerts.raise(kind, PLATFORM_TENANT, { agreementId: agreement.id, providerId: agreement.providerId });
      return true;
    });
  }

  private event(
    { id, providerId, modelId }: Agreement,
    { expiresAt, daysBefore, raisedAt }: AgreementWarning,
  ): AuditEvent {
    return {
      id: this.ids.uuid(),
      tenantId: PLATFORM_TENANT,
      occurredAt: raisedAt,
      action: 'agreement.warn',
      outcome: 'success',
      actor: { kind: 'system', crossTenant: false },
      resource: { type: 'agreement', id },
      details: created({
        provider_id: providerId,
        model_id: modelId,
        expires_at: moment(expiresAt),
        days_before: daysBefore,
      }),
    };
  }
}
