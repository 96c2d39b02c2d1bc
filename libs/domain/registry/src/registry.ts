import { DomainError, FreshCache, type Clock, type Page, type Slice } from '@radiant/kernel';
import type { ModelFilter, ProviderFilter } from './filters.js';
import { priceAt, type Model, type ModelPrice } from './model.js';
import type { RegistryStore } from './ports/registry-store.js';
import type { Provider } from './provider.js';
import { RegistryView } from './registry-view.js';

/** A change in the store is seen after this many ms at most. */
const MAX_AGE_MS = 5_000;

/** A call's way to a model: who serves it, and at which price. */
export interface Route {
  readonly model: Model;
  readonly provider: Provider;
  readonly price: ModelPrice;
}

/** The models and providers of the platform, answered from a snapshot at most five seconds old. */
export class Registry {
  private readonly views: FreshCache<'registry', RegistryView>;

  constructor(
    store: RegistryStore,
    private readonly clock: Clock,
  ) {
    this.views = new FreshCache(
      clock,
      { maxAgeMs: MAX_AGE_MS, maxEntries: 1 },
      async () => new RegistryView(await store.load()),
    );
  }

  async models(filter: ModelFilter, slice: Slice): Promise<Page<Model>> {
    return (await this.views.get('registry')).models(filter, slice);
  }

  /** @throws DomainError `not_found`. */
  async model(id: string): Promise<Model> {
    return (await this.views.get('registry')).model(id);
  }

  async providers(filter: ProviderFilter, slice: Slice): Promise<Page<Provider>> {
    return (await this.views.get('registry')).providers(filter, slice);
  }

  /** @throws DomainError `not_found`. */
  async provider(id: string): Promise<Provider> {
    return (await this.views.get('registry')).provider(id);
  }

  /** Every model that a call may name now, by display name. */
  async served(): Promise<readonly Model[]> {
    return (await this.views.get('registry')).servedModels;
  }

  /**
   * Where a call for `name` (a model's id, or the provider's name for it) goes.
   * @throws DomainError `not_found` when no active model has it, `model_not_priced`.
   */
  async route(name: string): Promise<Route> {
    const view = await this.views.get('registry');
    const model = view.servedModel(name);
    const price = priceAt(model, this.clock.now());
    if (!price)
      throw new DomainError('model_not_priced', 'this model has no price and so is not served', { model: model.id });
    return { model, provider: view.provider(model.providerId), price };
  }
}
