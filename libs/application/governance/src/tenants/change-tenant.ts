import { TENANT_STATUSES, type Tenant, type TenantSettings } from '@radiant/identity';
import type { Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { changed } from '../audit-details.js';
import { inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import type { PhiConfigs } from '../ports/phi-configs.js';
import { checkedChange, checkedChoice, checkedName, replaced } from '../validation.js';
import { checkedDomain, checkedSettings, checkedTimeZone, toldOfTenant } from './tenant-fields.js';

/** Fields that are undefined stay as they are; null takes a value away. */
export interface TenantChange {
  readonly name?: string;
  readonly domain?: string | null;
  readonly status?: string;
  /** All of them: what is left out has no rule any more. */
  readonly settings?: TenantSettings;
  /** All of it. Null: the platform's default policy. */
  readonly phiConfig?: Readonly<Record<string, unknown>> | null;
  readonly timeZone?: string;
}

/** Changes a tenant. A suspended or deleted one is served no more, within the age of the gateway's caches. */
export class ChangeTenant {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly phiConfigs: PhiConfigs,
  ) {}

  /** @throws DomainError `validation_error` naming the field; `not_found`; `service_unavailable`. */
  async execute(actor: Actor, tenantId: TenantId, change: TenantChange): Promise<Tenant> {
    checkedChange(change);
    return inTenant(this.transactions, actor, tenantId, async ({ tenants, audit }, before) => {
      const after = this.after(before, change);
      await tenants.save(after);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'tenant.update',
          resource: { type: 'tenant', id: tenantId },
          details: changed(toldOfTenant(before), toldOfTenant(after)),
        }),
      );
      return after;
    });
  }

  private after(before: Tenant, { name, domain, status, settings, phiConfig, timeZone }: TenantChange): Tenant {
    return {
      id: before.id,
      appId: before.appId,
      name: name === undefined ? before.name : checkedName('name', name),
      domain: replaced(before.domain, domain, (value) => checkedDomain('domain', value)),
      status: status === undefined ? before.status : checkedChoice('status', status, TENANT_STATUSES),
      settings: settings === undefined ? before.settings : checkedSettings(settings),
      phiConfig: replaced(before.phiConfig, phiConfig, (value) => this.phiConfigs.check(value)),
      timeZone: timeZone === undefined ? before.timeZone : checkedTimeZone('time_zone', timeZone),
      createdAt: before.createdAt,
      updatedAt: this.clock.now(),
    };
  }
}
