import type { App } from '@radiant/identity';
import type { AppId, Clock, IdGenerator } from '@radiant/kernel';
import { auditEvent, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedName, invalid } from '../validation.js';
import { toldOfApp } from './app-fields.js';

/** Also a subdomain and the segment in `/api/{app}/`; `v1`, `v2` … are versions of the API there. */
const APP_ID = /^(?!v[0-9]+$)[a-z][a-z0-9-]{0,62}$/;

export interface NewApp {
  readonly id: AppId;
  readonly name: string;
}

/** Takes in an app of the platform, for all tenants. It stands in the trail of the actor's own tenant. */
export class AddApp {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `validation_error` naming id or name; `conflict` when the id is taken; `service_unavailable`. */
  async execute(actor: Actor, { id, name }: NewApp): Promise<App> {
    if (!APP_ID.test(id)) {
      throw invalid(
        'id',
        '1 to 63 lower-case letters, digits or -, beginning with a letter and not a version such as v2',
      );
    }
    const app: App = { id, name: checkedName('name', name), status: 'active' };
    const tenantId = actor.principal.homeTenantId;
    return this.transactions.run(tenantId, async ({ apps, audit }) => {
      await apps.add(app);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'app.create',
          resource: { type: 'app', id: app.id },
          details: created(toldOfApp(app)),
        }),
      );
      return app;
    });
  }
}
