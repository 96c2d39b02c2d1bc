import { mayUseModel, type Principal } from '@radiant/identity';
import type { RouteCall } from '@radiant/inference';
import { DomainError } from '@radiant/kernel';
import type { Model, ModelPrice, Registry } from '@radiant/registry';

/** A model that a caller may name, and what its tenant pays for it now. */
export interface UsableModel {
  readonly model: Model;
  readonly price: ModelPrice | undefined;
}

/** The served models that the tenant's settings and the key's scopes let a caller use. */
export class UsableModels {
  constructor(
    private readonly registry: Registry,
    private readonly routing: RouteCall,
  ) {}

  /** By display name. @throws DomainError `service_unavailable`. */
  async all({ tenantId, scopes }: Principal): Promise<readonly UsableModel[]> {
    const models = (await this.registry.served()).filter(({ id }) => mayUseModel(scopes, id));
    const allowed = await Promise.all(models.map(({ providerId }) => this.routing.allows(tenantId, providerId)));
    return Promise.all(
      models
        .filter((_, index) => allowed[index])
        .map(async (model) => ({ model, price: await this.routing.price(tenantId, model) })),
    );
  }

  /** @throws DomainError `not_found`, for one that the caller may not use as well. */
  async one(principal: Principal, id: string): Promise<UsableModel> {
    const found = (await this.all(principal)).find(({ model }) => model.id === id);
    if (!found) throw new DomainError('not_found', 'no such model', { field: 'model' });
    return found;
  }
}
