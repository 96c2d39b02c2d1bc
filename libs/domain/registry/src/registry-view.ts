import { DomainError, type Instant, type ModelId, type Page, type Slice } from '@radiant/kernel';
import type { Agreement } from './agreement.js';
import { matchesModel, matchesProvider, type ModelFilter, type ProviderFilter } from './filters.js';
import type { Model } from './model.js';
import type { RegistrySnapshot } from './ports/registry-store.js';
import type { Provider } from './provider.js';
import { consider, leadAlike, type Consideration, type Route, type RouteDemands } from './routing/consider.js';
import { targetOrder, type RoutingRule } from './routing/routing-rule.js';

/** What decides between targets of one priority. */
export interface Chances {
  /** As in `Lots`. */
  readonly draw: (model: ModelId) => number;
  /** How soon a provider began to answer of late, in ms; undefined: nobody knows. */
  readonly firstByteMs: (provider: Provider) => number | undefined;
}

/** One snapshot of the registry, ordered and indexed once. */
export class RegistryView {
  private readonly providersById: ReadonlyMap<string, Provider>;
  private readonly modelsById: ReadonlyMap<string, Model>;
  /** Active models whose provider is active, by id and, where it is not somebody's id, by name. */
  private readonly servedByName: ReadonlyMap<string, Model>;
  private readonly agreementsByProvider: ReadonlyMap<string, readonly Agreement[]>;
  private readonly rulesByName: ReadonlyMap<string, RoutingRule>;
  private readonly orderedModels: readonly Model[];
  /** As callers see them: what nobody serves now is not active. */
  private readonly offeredModels: readonly Model[];
  private readonly orderedProviders: readonly Provider[];

  constructor(snapshot: RegistrySnapshot) {
    this.providersById = new Map<string, Provider>(snapshot.providers.map((provider) => [provider.id, provider]));
    this.modelsById = new Map<string, Model>(snapshot.models.map((model) => [model.id, model]));
    this.agreementsByProvider = byProvider(snapshot.agreements);
    this.rulesByName = new Map(snapshot.rules.map((rule) => [rule.name, rule]));
    this.orderedModels = [...snapshot.models].sort(by((model) => model.displayName));
    this.orderedProviders = [...snapshot.providers].sort(by((provider) => provider.name));
    this.servedByName = this.served();
    this.offeredModels = this.orderedModels.map((model) =>
      model.status === 'active' && !this.servedByName.has(model.id) ? { ...model, status: 'inactive' } : model,
    );
  }

  /** By display name. */
  models(filter: ModelFilter, slice: Slice): Page<Model> {
    return page(
      this.orderedModels.filter((model) => matchesModel(filter, model)),
      slice,
    );
  }

  /** As `models`, for callers: a model is `inactive` while its provider is not active. */
  offered(filter: ModelFilter, slice: Slice): Page<Model> {
    return page(
      this.offeredModels.filter((model) => matchesModel(filter, model)),
      slice,
    );
  }

  /** As `model`, for callers. @throws DomainError `not_found`. */
  offeredModel(id: string): Model {
    return this.offeredModels.find((model) => model.id === id) ?? unknown('model');
  }

  /** @throws DomainError `not_found`. */
  model(id: string): Model {
    return this.modelsById.get(id) ?? unknown('model');
  }

  /** By name. */
  providers(filter: ProviderFilter, slice: Slice): Page<Provider> {
    return page(
      this.orderedProviders.filter((provider) => matchesProvider(filter, provider)),
      slice,
    );
  }

  /** @throws DomainError `not_found`. */
  provider(id: string): Provider {
    return this.providersById.get(id) ?? unknown('provider');
  }

  /** Every model that a call may name, by display name. */
  get servedModels(): readonly Model[] {
    return this.orderedModels.filter((model) => this.servedByName.get(model.id) === model);
  }

  /**
   * Every model that a call for `name` could go to, in the order in which they are tried, and what speaks against it: the
   * targets of the rule of that name, else the model of that id, or of a provider's name for it. Empty: nothing has it.
   */
  consider(name: string, demands: RouteDemands, at: Instant, chances: Chances): readonly Consideration[] {
    return this.candidates(name, chances).map((model) => this.considered(model, demands, at));
  }

  /** Whether a route that was found before may still be taken, and leads where it did. */
  stillTakes(route: Route, demands: RouteDemands, at: Instant): boolean {
    const model = this.modelsById.get(route.model.id);
    const found = model && this.considered(model, demands, at).route;
    return found !== undefined && leadAlike(found, route);
  }

  private considered(model: Model, demands: RouteDemands, at: Instant): Consideration {
    const provider = this.providersById.get(model.providerId);
    return consider(model, provider, this.agreementsByProvider.get(model.providerId) ?? [], demands, at);
  }

  private candidates(name: string, { draw, firstByteMs }: Chances): readonly Model[] {
    const rule = this.rulesByName.get(name);
    if (rule) {
      const providerOf = (id: ModelId): Provider | undefined =>
        this.providersById.get(this.modelsById.get(id)?.providerId ?? '');
      const lots = {
        draw,
        firstByteMs: (id: ModelId): number | undefined => {
          const provider = providerOf(id);
          return provider && firstByteMs(provider);
        },
      };
      return targetOrder(rule, lots).flatMap((id) => this.modelsById.get(id) ?? []);
    }
    const model = this.servedByName.get(name) ?? this.modelsById.get(name);
    return model ? [model] : [];
  }

  private served(): ReadonlyMap<string, Model> {
    const active = this.orderedModels.filter(
      ({ status, providerId }) => status === 'active' && this.providersById.get(providerId)?.status === 'active',
    );
    const served = new Map<string, Model>(active.map((model) => [model.id, model]));
    for (const model of active) {
      // Not by a name that is a model's id, even of one that is switched off: its callers must not land elsewhere.
      if (!this.modelsById.has(model.name) && !served.has(model.name)) served.set(model.name, model);
    }
    return served;
  }
}

function byProvider(agreements: readonly Agreement[]): ReadonlyMap<string, readonly Agreement[]> {
  const found = new Map<string, Agreement[]>();
  for (const agreement of agreements) {
    const known = found.get(agreement.providerId);
    if (known) known.push(agreement);
    else found.set(agreement.providerId, [agreement]);
  }
  return found;
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
