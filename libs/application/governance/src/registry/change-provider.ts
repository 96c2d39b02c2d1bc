import type { Clock, IdGenerator, ProviderId } from '@radiant/kernel';
import type { Provider } from '@radiant/registry';
import { auditEvent, type Actor } from '../actor.js';
import { changed } from '../audit-details.js';
import { unknown } from '../in-tenant.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { checkedChange } from '../validation.js';
import { changedProvider, checkGoverned, toldOfProvider, type ProviderChange } from './provider-fields.js';
import { checkRevision, type ExpectedRevisions } from './revision.js';

/** Changes a provider for all tenants. It stands in the trail of the actor's own tenant. */
export class ChangeProvider {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `validation_error` and `forbidden` naming the field; `not_found`; `precondition_failed`;
   * `service_unavailable`.
   */
  async execute(actor: Actor, id: ProviderId, change: ProviderChange, expected?: ExpectedRevisions): Promise<Provider> {
    checkedChange(change);
    checkGoverned(actor, {
      base_url: change.baseUrl,
      auth_type: change.authType,
      region: change.region,
      credential: change.credential,
      connection: change.connection,
    });
    const tenantId = actor.principal.homeTenantId;
    return this.transactions.run(tenantId, async ({ providers, audit }) => {
      const before = await providers.find(id);
      if (!before) throw unknown('provider');
      checkRevision(before.revision, expected);
      const after = changedProvider(before, change, this.clock.now());
      await providers.save(after);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'provider.update',
          resource: { type: 'provider', id },
          details: changed(toldOfProvider(before), toldOfProvider(after)),
        }),
      );
      return after;
    });
  }
}
