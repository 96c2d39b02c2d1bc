import type { Clock, IdGenerator, ProviderId } from '@radiant/kernel';
import { PLAIN_CONNECTION, type Provider } from '@radiant/registry';
import { auditEvent, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { changedProvider, toldOfProvider, type ProviderChange } from './provider-fields.js';

export interface NewProvider extends ProviderChange {
  readonly id: ProviderId;
  readonly name: string;
  readonly type: string;
}

/**
 * Takes in a provider for all tenants: active, reached at the default upstream without a credential unless it says
 * otherwise. It stands in the trail of the actor's own tenant.
 */
export class AddProvider {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `validation_error` naming the field; `conflict` when the id is taken; `service_unavailable`. */
  async execute(actor: Actor, { id, ...fields }: NewProvider): Promise<Provider> {
    const now = this.clock.now();
    const provider = changedProvider(blank(id, now), fields, now);
    const tenantId = actor.principal.homeTenantId;
    return this.transactions.run(tenantId, async ({ providers, audit }) => {
      await providers.add(provider);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'provider.create',
          resource: { type: 'provider', id },
          details: created(toldOfProvider(provider)),
        }),
      );
      return provider;
    });
  }
}

/** Before the first revision. */
const blank = (id: ProviderId, now: number): Provider => ({
  id,
  name: id,
  type: 'external',
  status: 'active',
  draining: false,
  hipaaCompliant: false,
  baaAvailable: false,
  baseUrl: undefined,
  authType: 'none',
  region: undefined,
  credential: undefined,
  connection: PLAIN_CONNECTION,
  capabilities: [],
  config: {},
  revision: 0,
  createdAt: now,
  updatedAt: now,
});
