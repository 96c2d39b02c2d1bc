import type { Clock, IdGenerator, Instant, ModelId, ProviderId } from '@radiant/kernel';
import { agreementId, type Agreement } from '@radiant/registry';
import { auditEvent, type Actor } from '../actor.js';
import { created } from '../audit-details.js';
import type { GovernanceTransactions } from '../ports/governance-transactions.js';
import { invalid } from '../validation.js';
import { changedAgreement, toldOfAgreement } from './agreement-fields.js';

export interface NewAgreement {
  readonly providerId: ProviderId;
  /** Every model of the provider unless it says otherwise. */
  readonly modelId?: ModelId;
  /** Wherever the provider computes unless it says otherwise. */
  readonly region?: string;
  readonly documentReference: string;
  readonly services: readonly string[];
  readonly effectiveFrom: Instant;
  readonly expiresAt: Instant;
}

/**
 * Takes down a business associate agreement with a provider. It stands in the trail of the actor's own tenant.
 */
export class AddAgreement {
  constructor(
    private readonly transactions: GovernanceTransactions,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `validation_error` naming the field; `service_unavailable`. */
  async execute(actor: Actor, asked: NewAgreement): Promise<Agreement> {
    const { providerId, modelId, ...fields } = asked;
    const now = this.clock.now();
    const id = agreementId(this.ids.uuid());
    const blank = {
      ...asked,
      id,
      modelId,
      region: undefined,
      services: [],
      revision: 0,
      createdAt: now,
      updatedAt: now,
    };
    const agreement = changedAgreement(blank, fields, now);
    const tenantId = actor.principal.homeTenantId;
    return this.transactions.run(tenantId, async ({ providers, models, agreements, audit }) => {
      if (!(await providers.find(providerId))) throw invalid('provider_id', 'the id of a provider');
      if (modelId !== undefined && (await models.find(modelId))?.providerId !== providerId) {
        throw invalid('model_id', 'the id of a model of the provider');
      }
      await agreements.add(agreement);
      await audit.record(
        auditEvent(actor, this.ids, this.clock, {
          tenantId,
          action: 'agreement.create',
          resource: { type: 'agreement', id },
          details: created(toldOfAgreement(agreement)),
        }),
      );
      return agreement;
    });
  }
}
