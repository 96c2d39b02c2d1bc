import type { App } from '@radiant/identity';
import type { AppId, Clock, IdGenerator } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { changed } from '../audit-details.js';
import { unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedChange, checkedChoice, checkedName } from '../validation.js';
import { APP_STATUSES, toldOfApp } from './app-fields.js';

/** Fields that are undefined stay as they are. */
export interface AppChange {
  readonly name?: string;
  readonly status?: string;
}

/** Changes an app of the platform, for all tenants. It stands in the trail of the actor's own tenant. */
export class ChangeApp {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `validation_error` naming name or status; `not_found`; `service_unavailable`. */
  async execute(actor: Actor, id: AppId, change: AppChange): Promise<App> {
    checkedChange(change);
    const tenantId = actor.principal.homeTenantId;
    return this.transactions.run(tenantId, async ({ apps, audit }) => {
      const before = (await apps.all()).find((app) => app.id === id);
      if (!before) throw unknown('app');
      const after: App = {
        id,
        name: change.name === undefined ? before.name : checkedName('name', change.name),
        status: change.status === undefined ? before.status : checkedChoice('status', change.status, APP_STATUSES),
      };
      await apps.save(after);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'app.update',
          resource: { type: 'app', id },
          details: changed(toldOfApp(before), toldOfApp(after)),
        }),
      );
      return after;
    });
  }
}
