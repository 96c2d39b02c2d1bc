import type { TenantId } from '@radiant/kernel';
import type { TenantMarkup } from '../markup.js';

/** What each tenant's bills add, for calls. */
export abstract class TenantMarkups {
  /** By version; none for a tenant without any. @throws DomainError `service_unavailable`: nothing is billed by a guess. */
  abstract forTenant(tenantId: TenantId): Promise<readonly TenantMarkup[]>;
}

/** The same of one tenant, within a transaction of it. */
export abstract class MarkupStore {
  /** By version. No other transaction adds one until this one ends. */
  abstract list(): Promise<readonly TenantMarkup[]>;
  /** @throws DomainError `conflict` when the version is taken. */
  abstract add(markup: TenantMarkup): Promise<void>;
}
