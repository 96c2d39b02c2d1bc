import type { Tenant, TenantSettings } from '@radiant/identity';
import { tenantId, type AppId, type Clock, type IdGenerator } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import type { PhiConfigs } from '../ports/phi-configs.js';
import { checkedName } from '../validation.js';
import { checkedRoutes } from './checked-routes.js';
import { checkedApp, checkedDomain, checkedSettings, checkedTimeZone, toldOfTenant } from './tenant-fields.js';

export interface NewTenant {
  readonly name: string;
  readonly appId: AppId;
  readonly domain?: string;
  /** `UTC` unless it says otherwise. */
  readonly timeZone?: string;
  /** None of its own unless they are given. */
  readonly settings?: TenantSettings;
  /** The platform's default policy unless it is given. */
  readonly phiConfig?: Readonly<Record<string, unknown>>;
}

/** Takes in an organisation, active at once. */
export class CreateTenant {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly phiConfigs: PhiConfigs,
  ) {}

  /** @throws DomainError `validation_error` naming the field; `service_unavailable`. */
  async execute(actor: Actor, asked: NewTenant): Promise<Tenant> {
    const now = this.clock.now();
    const settings = checkedSettings(asked.settings ?? {});
    const tenant: Tenant = {
      id: tenantId(this.ids.uuid()),
      appId: asked.appId,
      name: checkedName('name', asked.name),
      domain: asked.domain === undefined ? undefined : checkedDomain('domain', asked.domain),
      status: 'active',
      settings,
      phiConfig: asked.phiConfig && this.phiConfigs.check(asked.phiConfig),
      timeZone: checkedTimeZone('time_zone', asked.timeZone ?? 'UTC'),
      revision: 1,
      createdAt: now,
      updatedAt: now,
    };
    return this.transactions.run(tenant.id, async (transaction) => {
      const { apps, tenants, audit } = transaction;
      await checkedApp('app_id', tenant.appId, apps);
      await checkedRoutes(settings, transaction);
      await tenants.add(tenant);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId: tenant.id,
          action: 'tenant.create',
          resource: { type: 'tenant', id: tenant.id },
          details: created(toldOfTenant(tenant)),
        }),
      );
      return tenant;
    });
  }
}
