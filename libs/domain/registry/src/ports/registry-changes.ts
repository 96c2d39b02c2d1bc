import type { ModelId, ProviderId } from '@radiant/kernel';
import type { Model } from '../model.js';
import type { Provider } from '../provider.js';

// What a transaction of the administration hands out. What `find` found is found by no other transaction until this one
// ends, so that a change is made to what stands. `add` throws DomainError `conflict` when the id is taken, `save`
// `not_found` when there is no such row. Nothing is ever deleted: what was billed must stay explained.

export abstract class ProviderStore {
  abstract find(id: ProviderId): Promise<Provider | undefined>;
  abstract add(provider: Provider): Promise<void>;
  /** Everything but id and creation. */
  abstract save(provider: Provider): Promise<void>;
}

export abstract class ModelStore {
  /** With its prices. */
  abstract find(id: ModelId): Promise<Model | undefined>;
  /** Without its prices; the provider must be there. */
  abstract add(model: Model): Promise<void>;
  /** Everything but id, provider, prices and creation. */
  abstract save(model: Model): Promise<void>;
}
