import type { Clock, IdGenerator, ModelId, ProviderId } from '@radiant/kernel';
import type { Model } from '@radiant/registry';
import { auditEvent, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { invalid } from '../validation.js';
import { changedModel, toldOfModel, type ModelChange } from './model-fields.js';

export interface NewModel extends ModelChange {
  readonly id: ModelId;
  readonly providerId: ProviderId;
  /** What the provider calls it. */
  readonly name: string;
  readonly displayName: string;
  readonly specialty: string;
}

/**
 * Takes in a model for all tenants: active, external and streaming unless it says otherwise, and refused until it has a
 * price. It stands in the trail of the actor's own tenant.
 */
export class AddModel {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `validation_error` naming the field; `conflict` when the id is taken; `service_unavailable`. */
  async execute(actor: Actor, { id, providerId, ...fields }: NewModel): Promise<Model> {
    const now = this.clock.now();
    const model = changedModel(blank(id, providerId, now), fields, now);
    const tenantId = actor.principal.homeTenantId;
    return this.transactions.run(tenantId, async ({ providers, models, audit }) => {
      if (!(await providers.find(providerId))) throw invalid('provider_id', 'the id of a provider');
      await models.add(model);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'model.create',
          resource: { type: 'model', id },
          details: created(toldOfModel(model)),
        }),
      );
      return model;
    });
  }
}

/** Before the first revision. */
const blank = (id: ModelId, providerId: ProviderId, now: number): Model => ({
  id,
  providerId,
  name: id,
  displayName: id,
  description: undefined,
  type: 'external',
  specialty: 'general',
  capabilities: [],
  contextWindow: undefined,
  maxOutputTokens: undefined,
  supportsFunctions: false,
  supportsVision: false,
  supportsStreaming: true,
  hasThinkingMode: false,
  thinkingBudgetTokens: undefined,
  prices: [],
  thermalState: undefined,
  thermalConfig: undefined,
  status: 'active',
  draining: false,
  releaseDate: undefined,
  deprecationDate: undefined,
  revision: 0,
  createdAt: now,
  updatedAt: now,
});
