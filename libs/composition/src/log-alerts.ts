import { Alerts, type AlertKind } from '@radiant/governance';
import type { TenantId } from '@radiant/kernel';
import type { Log } from '@radiant/nest-kit';

const WORDS: Readonly<Record<AlertKind, string>> = {
  'agreement.expired': 'ALERT a business associate agreement has ended',
  'agreement.expiring': 'ALERT a business associate agreement ends soon',
  'break_glass.requested': 'ALERT break-glass access was requested',
};

/** Raises alerts as lines of the log, which the platform's monitoring watches. */
export class LogAlerts extends Alerts {
  constructor(private readonly log: Log) {
    super();
  }

  async raise(kind: AlertKind, tenantId: TenantId, ids: Readonly<Record<string, string>>): Promise<void> {
    this.log.warn(WORDS[kind], { tenantId, agreementId: ids['agreementId'] });
  }
}
