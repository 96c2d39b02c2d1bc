import { DomainError, FreshCache, type Clock, type Page, type Slice } from '@radiant/kernel';
import { matchesModel, matchesProvider, type ModelFilter, type ProviderFilter } from './filters.js';
import { priceAt, type Model, type ModelPrice } from './model.js';
import type { RegistrySnapshot, RegistryStore } from './ports/registry-store.js';
import type { Provider } from './provider.js';

/** A change in the store is seen after this many ms at most. */
const MAX_AGE_MS = 5_000;

/** A call's way to a model: who serves it, and at which price. */
export interface Route {
  readonly model: Model;
  readonly provider: Provider;
  readonly price: ModelPrice;
}

interface Indexed {
  readonly providers: ReadonlyMap<string, Provider>;
  readonly models: ReadonlyMap<string, Model>;
  /** Active models whose provider is active, by id and, where it is not somebody's id, by name. */
  readonly served: ReadonlyMap<string, Model>;
  /** Models by display name, providers by name. */
  readonly orderedModels: readonly Model[];
  readonly orderedProviders: readonly Provider[];
}

/** The models and providers of the platform, answered from a snapshot at most five seconds old. */
export class Registry {
  private readonly snapshots: FreshCache<'registry', Indexed>;

  constructor(
    store: RegistryStore,
    private readonly clock: Clock,
  ) {
    this.snapshots = new FreshCache(clock, { maxAgeMs: MAX_AGE_MS, maxEntries: 1 }, async () =>
      index(await store.load()),
    );
  }

  async models(filter: ModelFilter, slice: Slice): Promise<Page<Model>> {
    const { orderedModels } = await this.snapshots.get('registry');
    return page(
      orderedModels.filter((model) => matchesModel(filter, model)),
      slice,
    );
  }

  /** @throws DomainError `not_found`. */
  async model(id: string): Promise<Model> {
    const { models } = await this.snapshots.get('registry');
    return models.get(id) ?? unknown('model');
  }

  async providers(filter: ProviderFilter, slice: Slice): Promise<Page<Provider>> {
    const { orderedProviders } = await this.snapshots.get('registry');
    return page(
      orderedProviders.filter((provider) => matchesProvider(filter, provider)),
      slice,
    );
  }

  /** @throws DomainError `not_found`. */
  async provider(id: string): Promise<Provider> {
    const { providers } = await this.snapshots.get('registry');
    return providers.get(id) ?? unknown('provider');
  }

  /** Every model that a call may name now, by display name. */
  async served(): Promise<readonly Model[]> {
    const { orderedModels, served } = await this.snapshots.get('registry');
    return orderedModels.filter((model) => served.get(model.id) === model);
  }

  /**
   * Where a call for `name` (a model's id, or the provider's name for it) goes.
   * @throws DomainError `not_found` when no active model has it, `model_not_priced`.
   */
  async route(name: string): Promise<Route> {
    const { served, providers } = await this.snapshots.get('registry');
    const model = served.get(name) ?? unknown('model');
    const provider = providers.get(model.providerId) ?? unknown('provider');
    const price = priceAt(model, this.clock.now());
    if (!price)
      throw new DomainError('model_not_priced', 'this model has no price and so is not served', { model: model.id });
    return { model, provider, price };
  }
}

function unknown(kind: 'model' | 'provider'): never {
  throw new DomainError('not_found', `no such ${kind}`, { field: kind });
}

function page<Item>(items: readonly Item[], slice: Slice): Page<Item> {
  return { items: items.slice(slice.offset, slice.offset + slice.limit), total: items.length };
}

/** Code-unit order, then id: the same on every machine and every page. */
const by =
  <Item extends { readonly id: string }>(key: (item: Item) => string) =>
  (a: Item, b: Item): number =>
    key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id < b.id ? -1 : 1;

function index(snapshot: RegistrySnapshot): Indexed {
  const providers = new Map<string, Provider>(snapshot.providers.map((provider) => [provider.id, provider]));
  const orderedModels = [...snapshot.models].sort(by((model) => model.displayName));
  const active = orderedModels.filter(
    (model) => model.status === 'active' && isServing(providers.get(model.providerId)),
  );
  const models = new Map<string, Model>(snapshot.models.map((model) => [model.id, model]));
  const served = new Map<string, Model>(active.map((model) => [model.id, model]));
  for (const model of active) {
    // Not by a name that is a model's id, even of one that is switched off: its callers must not land elsewhere.
    if (!models.has(model.name) && !served.has(model.name)) served.set(model.name, model);
  }
  return {
    providers,
    models,
    served,
    orderedModels,
    orderedProviders: [...snapshot.providers].sort(by((provider) => provider.name)),
  };
}

const isServing = (provider: Provider | undefined): boolean => provider?.status === 'active';
