import type { Tenant, TenantSettings } from '@radiant/identity';
import type { Clock, IdGenerator, TenantId } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { changed } from '../audit-details.js';
import { checkNotDeleted, inTenant } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import type { PhiConfigs } from '../ports/phi-configs.js';
import { checkRevision, type ExpectedRevisions } from '../registry/revision.js';
import { checkedChange, checkedChoice, checkedName, replaced } from '../validation.js';
import { checkedRoutes } from './checked-routes.js';
import { checkedDomain, checkedSettings, checkedTimeZone, toldOfTenant } from './tenant-fields.js';

/** What a change can make of a tenant; it is deleted by `DeleteTenant` alone. */
export const SETTABLE_STATUSES = ['active', 'suspended'] as const;

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

/** Changes a tenant. A suspended one is served no more, within the age of the gateway's caches. */
export class ChangeTenant {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly phiConfigs: PhiConfigs,
  ) {}

  /**
   * @throws DomainError `validation_error` naming the field; `not_found`; `precondition_failed`; `conflict` when the tenant
   * is deleted; `service_unavailable`.
   */
  async execute(actor: Actor, tenantId: TenantId, change: TenantChange, expected?: ExpectedRevisions): Promise<Tenant> {
    checkedChange(change);
    return inTenant(this.transactions, actor, tenantId, async (transaction, before) => {
      checkRevision(before.revision, expected);
      checkNotDeleted(before);
      const settings = change.settings && checkedSettings(change.settings);
      if (settings) await checkedRoutes(settings, transaction);
      const after = this.after(before, { ...change, ...(settings && { settings }) });
      await transaction.tenants.save(after);
      await transaction.audit.record(
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
      status: status === undefined ? before.status : checkedChoice('status', status, SETTABLE_STATUSES),
      settings: settings ?? before.settings,
      phiConfig: replaced(before.phiConfig, phiConfig, (value) => this.phiConfigs.check(value)),
      timeZone: timeZone === undefined ? before.timeZone : checkedTimeZone('time_zone', timeZone),
      revision: before.revision + 1,
      createdAt: before.createdAt,
      updatedAt: this.clock.now(),
    };
  }
}
