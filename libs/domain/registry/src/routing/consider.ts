import { DomainError, type Instant } from '@radiant/kernel';
import { mayReceivePhi, type Agreement, type Service } from '../agreement.js';
import { priceAt, type Model, type ModelPrice } from '../model.js';
import type { Provider } from '../provider.js';
import { thermalRule } from '../thermal/lifecycle.js';
import { offers } from './offered.js';
import { isPricedFor } from './priced.js';

/** When a caller may look again whether an operator has switched a model on. */
const SWITCHED_OFF_SECONDS = 60;

/** A call's way to a model: who serves it, and at which price. */
export interface Route {
  readonly model: Model;
  readonly provider: Provider;
  readonly price: ModelPrice;
}

/** Whether two routes reach the same model at the same place and in the same way. */
export function leadAlike(a: Route, b: Route): boolean {
  if (a.model === b.model && a.provider === b.provider) return true;
  return wayTo(a) === wayTo(b);
}

const wayTo = ({ model, provider }: Route): string =>
  JSON.stringify([
    model.id,
    model.name,
    provider.id,
    provider.region,
    provider.baseUrl,
    provider.authType,
    provider.credential,
    provider.connection,
  ]);

/** What a call needs of its route. */
export interface RouteDemands {
  readonly service: Service;
  /** Whether the policy lets PHI leave in the clear. */
  readonly exposesPhi: boolean;
  /** Providers that the tenant allows; undefined: all. */
  readonly providers: readonly string[] | undefined;
  /** Models that the caller's key is confined to; undefined: all. */
  readonly models: ReadonlySet<string> | undefined;
}

export const ROUTE_REFUSALS = [
  'not_active',
  'provider_not_allowed',
  'model_not_in_scope',
  'service_not_offered',
  'baa_required',
  'model_not_priced',
  'switched_off',
  'draining',
] as const;
export type RouteRefusal = (typeof ROUTE_REFUSALS)[number];

/** One target that was considered: a route, or why it is none. */
export type Consideration =
  | { readonly model: Model; readonly route: Route; readonly refusal: undefined }
  | { readonly model: Model; readonly route: undefined; readonly refusal: RouteRefusal };

/** Whether a model may take a call. Pure, so that it can be explained and tried over every state. */
export function consider(
  model: Model,
  provider: Provider | undefined,
  agreements: readonly Agreement[],
  demands: RouteDemands,
  at: Instant,
): Consideration {
  const refused = (refusal: RouteRefusal): Consideration => ({ model, route: undefined, refusal });
  if (model.status !== 'active' || provider?.id !== model.providerId || provider.status !== 'active') {
    return refused('not_active');
  }
  if (demands.models !== undefined && !demands.models.has(model.id)) return refused('model_not_in_scope');
  if (demands.providers !== undefined && !demands.providers.includes(provider.id)) {
    return refused('provider_not_allowed');
  }
  if (!offers(model, demands.service)) return refused('service_not_offered');
  if (demands.exposesPhi && !mayReceivePhi(agreements, { provider, model, service: demands.service, at })) {
    return refused('baa_required');
  }
  const price = priceAt(model, at);
  if (price === undefined || !isPricedFor(price, demands.service)) return refused('model_not_priced');
  if (thermalRule(model)?.state === 'OFF') return refused('switched_off');
  if (model.draining || provider.draining) return refused('draining');
  return { model, route: { model, provider, price }, refusal: undefined };
}

/** The answer to a call of whose targets none may take it: what the first of them lacks. */
export function refusalError(considered: readonly Consideration[], service: Service): DomainError {
  const [first] = considered;
  const model = first?.model.id ?? '';
  switch (first?.refusal) {
    case undefined:
    case 'not_active':
      return new DomainError('not_found', 'no such model', { field: 'model' });
    case 'model_not_in_scope':
      return new DomainError('forbidden', 'the scopes of this key do not include the model', { field: 'model' });
    case 'provider_not_allowed':
      return new DomainError('forbidden', "the tenant's settings do not allow the provider of this model", {
        field: 'model',
      });
    case 'service_not_offered':
      return new DomainError('validation_error', `the model ${model} has not the capability ${service}`, {
        field: 'model',
        model,
      });
    case 'baa_required':
      return new DomainError(
        'baa_required',
        'the policy lets PHI leave in the clear, and no business associate agreement with the provider covers this call',
        { field: 'model', model },
      );
    case 'model_not_priced':
      return new DomainError('model_not_priced', 'this model has no price and so is not served', { model });
    case 'switched_off':
      return new DomainError('service_unavailable', `the model ${model} is switched off`, {
        field: 'model',
        model,
        retryAfterSeconds: SWITCHED_OFF_SECONDS,
      });
    case 'draining':
      return new DomainError('service_unavailable', `the model ${model} takes no new calls at present`, {
        field: 'model',
        model,
        retryAfterSeconds: SWITCHED_OFF_SECONDS,
      });
  }
}
