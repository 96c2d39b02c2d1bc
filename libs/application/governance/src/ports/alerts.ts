import type { TenantId } from '@radiant/kernel';

export type AlertKind = 'agreement.expired' | 'agreement.expiring' | 'break_glass.requested';

/** Tells the people on watch that something out of the ordinary happens. */
export abstract class Alerts {
  /**
   * Resolves when the alert is on its way. @param ids what it is about, e.g. `{ breakGlassId }`: ids only, as alerts
   * leave the platform.
   * @throws DomainError `service_unavailable`: what was to be told must then not be done.
   */
  abstract raise(kind: AlertKind, tenantId: TenantId, ids: Readonly<Record<string, string>>): Promise<void>;
}
