import { markupInForce, type TenantMarkup, type TenantMarkups } from '@radiant/billing';
import type { CachedTenantRules, Principal, TenantSettings } from '@radiant/identity';
import { DomainError, FreshCache, type Clock, type Instant, type SessionId, type TenantId } from '@radiant/kernel';
import { exposesPhi, type PhiPolicy } from '@radiant/phi';
import type { ChatRequest } from '@radiant/protocol';
import {
  conversationOf,
  thermalRule,
  priceAt,
  type Model,
  type ModelPrice,
  type ProviderStandings,
  type Registry,
  type Route,
  type RouteDemands,
  type Service,
} from '@radiant/registry';
import type { ModelsInUse } from './thermal/models-in-use.js';
import type { ColdCaller, ReadyModels } from './thermal/ready-models.js';
import { withinTokens } from './within-tokens.js';

/** A changed markup is obeyed after this many ms at most. */
const MARKUPS_AGE_MS = 5_000;
const MAX_TENANTS = 10_000;

/** Where a call goes first, and then its fallbacks. */
export type Routes = readonly [Route, ...Route[]];

/** Who asks for which model, under which policy. */
export interface RoutedCall {
  readonly principal: Principal;
  /** Undefined: the tenant's default. */
  readonly model: string | undefined;
  readonly service: Service;
  /** Its calls go the same way each time, as long as that may be taken. */
  readonly session: SessionId | undefined;
  readonly policy: PhiPolicy;
  /** Who waits while a model starts. */
  readonly caller: ColdCaller;
}

/** Finds the routes of a call: what the tenant has ruled, what the key may use, and who may see what the policy lets out. */
export class RouteCall {
  private readonly markups: FreshCache<TenantId, readonly TenantMarkup[]>;

  constructor(
    private readonly registry: Registry,
    private readonly rules: CachedTenantRules,
    markups: TenantMarkups,
    private readonly models: Pick<ReadyModels, 'execute' | 'isAwake'>,
    private readonly inUse: Pick<ModelsInUse, 'begin'>,
    private readonly clock: Clock,
    private readonly standings: ProviderStandings,
  ) {
    this.markups = new FreshCache(clock, { maxAgeMs: MARKUPS_AGE_MS, maxEntries: MAX_TENANTS }, (tenantId) =>
      markups.forTenant(tenantId),
    );
  }

  /**
   * @throws DomainError `validation_error` when no model is named and the tenant has no default, or it does something
   * else; `not_found`, `forbidden`, `baa_required`, `model_not_priced` when no model may take the call;
   * `service_unavailable`.
   */
  async execute(routed: RoutedCall): Promise<Routes> {
    const { principal, model } = routed;
    const settings = await this.rules.forTenant(principal.tenantId);
    const { defaultModel } = settings;
    const name = model ?? defaultModel;
    if (name === undefined) throw new DomainError('validation_error', 'model is required', { field: 'model' });
    const markups = await this.markups.get(principal.tenantId);
    const routes = await this.registry.routes(name, demandsOf(routed, settings), {
      conversation: routed.session && conversationOf(principal.tenantId, routed.session),
      firstByteMs: (provider) => this.standings.firstByteMs(provider),
    });
    if (markups.length === 0) return routes;
    const [first, ...fallbacks] = routes;
    const marked = (route: Route): Route => withMarkup(route, markups, this.clock.now());
    return [marked(first), ...fallbacks.map(marked)];
  }

  /**
   * The routes from the first one on whose model is awake; those before it are woken for calls to come. When all sleep,
   * waits for the first. @returns undefined when the call has waited: then it is to be routed anew, since policies,
   * agreements and rules may have changed. @throws DomainError `service_unavailable` with the seconds after which to ask again.
   */
  async awake(routes: Routes, { caller }: RoutedCall): Promise<Routes | undefined> {
    if (!routes.some(({ model }) => thermalRule(model))) return routes;
    for (const [at, { model }] of routes.entries()) {
      if (!(await this.models.isAwake(model))) continue;
      const [first, ...fallbacks] = routes.slice(at);
      return first && [first, ...fallbacks];
    }
    await this.models.execute(routes[0].model, caller);
    return undefined;
  }

  /**
   * Whether a route that was found for a call may be taken at this moment: agreements end, rules change and models fall
   * asleep meanwhile. Who takes it keeps its model awake until the call is over.
   */
  async mayTake(routed: RoutedCall, route: Route): Promise<boolean> {
    const settings = await this.rules.forTenant(routed.principal.tenantId);
    if (!(await this.registry.stillTakes(route, demandsOf(routed, settings)))) return false;
    if (!thermalRule(route.model)) return true;
    if (!(await this.models.isAwake(route.model))) return false;
    routed.caller.onOver?.(this.inUse.begin(route.model.id));
    return true;
  }

  /** The request within the tenant's limit of tokens. @throws DomainError `validation_error` when it asks for more. */
  async limited(tenantId: TenantId, request: ChatRequest): Promise<ChatRequest> {
    const { maxTokensPerRequest } = await this.rules.forTenant(tenantId);
    return maxTokensPerRequest === undefined ? request : withinTokens(request, maxTokensPerRequest);
  }

  /** For how many seconds the tenant has answers kept; undefined: none is. */
  async answersKeptFor(tenantId: TenantId): Promise<number | undefined> {
    const { cache } = await this.rules.forTenant(tenantId);
    return cache?.enabled ? cache.ttlSeconds : undefined;
  }

  /** Whether the tenant allows a provider, for what is shown to its callers. */
  async allows(tenantId: TenantId, providerId: string): Promise<boolean> {
    const { allowedProviders } = await this.rules.forTenant(tenantId);
    return allowedProviders === undefined || allowedProviders.includes(providerId);
  }

  /** The price of a model now with what the tenant's bill adds, for what is shown to its callers; undefined: none. */
  async price(tenantId: TenantId, model: Model): Promise<ModelPrice | undefined> {
    const now = this.clock.now();
    const price = priceAt(model, now);
    return price && markedUp(price, model, await this.markups.get(tenantId), now);
  }
}

/** The route with what the tenant's bill adds: held, billed and pinned alike, since it is looked up once a call. */
const withMarkup = ({ model, provider, price }: Route, markups: readonly TenantMarkup[], now: Instant): Route => ({
  model,
  provider,
  price: markedUp(price, model, markups, now),
});

function markedUp(price: ModelPrice, { id }: Model, markups: readonly TenantMarkup[], now: Instant): ModelPrice {
  const markup = markupInForce(markups, id, now);
  return markup ? { ...price, markupBasisPoints: markup.basisPoints, markupVersion: markup.version } : price;
}

const demandsOf = ({ principal, service, policy }: RoutedCall, { allowedProviders }: TenantSettings): RouteDemands => ({
  service,
  exposesPhi: exposesPhi(policy),
  providers: allowedProviders,
  models: principal.scopes?.models,
});
