import { FreshCache, type Clock, type IdGenerator, type ModelId, type Page, type Slice } from '@radiant/kernel';
import type { ModelFilter, ProviderFilter } from './filters.js';
import type { Model } from './model.js';
import type { RegistryStore } from './ports/registry-store.js';
import type { Provider } from './provider.js';
import { RegistryView } from './registry-view.js';
import { refusalError, type Consideration, type Route, type RouteDemands } from './routing/consider.js';
import { lotOf } from './routing/routing-rule.js';

/** A change in the store is seen after this many ms at most. */
const MAX_AGE_MS = 5_000;

const LOTS = 2 ** 31;

/** Who asks, as far as it decides between targets of one priority. */
export interface Asker {
  /** Its calls find the same order each time, while rule and weights stay; undefined: each call for itself. */
  readonly conversation?: string | undefined;
  readonly firstByteMs?: (provider: Provider) => number | undefined;
}

/** The models and providers of the platform, answered from a snapshot at most five seconds old. */
export class Registry {
  private readonly views: FreshCache<'registry', RegistryView>;

  constructor(
    store: RegistryStore,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
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

  /** As `models`, for callers: a model is `inactive` while its provider is not active. */
  async offered(filter: ModelFilter, slice: Slice): Promise<Page<Model>> {
    return (await this.views.get('registry')).offered(filter, slice);
  }

  /** As `model`, for callers. @throws DomainError `not_found`. */
  async offeredModel(id: string): Promise<Model> {
    return (await this.views.get('registry')).offeredModel(id);
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
   * Where a call for `name` (an alias, a model's id, or the provider's name for it) goes, and after that its fallbacks.
   * @throws DomainError `not_found`, `forbidden`, `validation_error` (it does something else), `baa_required`,
   * `model_not_priced` or `service_unavailable` when no target may take it.
   */
  async routes(name: string, demands: RouteDemands, asker: Asker = {}): Promise<readonly [Route, ...Route[]]> {
    const considered = await this.consider(name, demands, asker);
    const [first, ...fallbacks] = considered.flatMap(({ route }) => route ?? []);
    if (!first) throw refusalError(considered, demands.service);
    return [first, ...fallbacks];
  }

  /** Whether a route that was found before may be taken at this moment, and leads where it did. */
  async stillTakes(route: Route, demands: RouteDemands): Promise<boolean> {
    return (await this.views.get('registry')).stillTakes(route, demands, this.clock.now());
  }

  /** Every target of a call, taken or not. */
  async consider(name: string, demands: RouteDemands, asker: Asker = {}): Promise<readonly Consideration[]> {
    const view = await this.views.get('registry');
    const { conversation, firstByteMs = () => undefined } = asker;
    const draw = (model: ModelId): number =>
      conversation === undefined ? (this.ids.integer(0, LOTS) + 1) / LOTS : lotOf(conversation, model);
    return view.consider(name, demands, this.clock.now(), { draw, firstByteMs });
  }
}
