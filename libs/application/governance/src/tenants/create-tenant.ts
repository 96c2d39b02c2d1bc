import type { Tenant } from '@radiant/identity';
import { tenantId, type AppId, type Clock, type IdGenerator } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedName } from '../validation.js';
import { checkedApp, checkedDomain, checkedTimeZone, toldOfTenant } from './tenant-fields.js';

export interface NewTenant {
  readonly name: string;
  readonly appId: AppId;
  readonly domain?: string;
  /** `UTC` unless it says otherwise. */
  readonly timeZone?: string;
}

/** Takes in an organisation: active, under the platform's default PHI policy, without settings of its own. */
export class CreateTenant {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `validation_error` naming name, app_id, domain or time_zone; `service_unavailable`. */
  async execute(actor: Actor, asked: NewTenant): Promise<Tenant> {
    const now = this.clock.now();
    const tenant: Tenant = {
      id: tenantId(this.ids.uuid()),
      appId: asked.appId,
      name: checkedName('name', asked.name),
      domain: asked.domain === undefined ? undefined : checkedDomain('domain', asked.domain),
      status: 'active',
      settings: {},
      phiConfig: undefined,
      timeZone: checkedTimeZone('time_zone', asked.timeZone ?? 'UTC'),
      revision: 1,
      createdAt: now,
      updatedAt: now,
    };
    return this.transactions.run(tenant.id, async ({ apps, tenants, audit }) => {
      await checkedApp('app_id', tenant.appId, apps);
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
