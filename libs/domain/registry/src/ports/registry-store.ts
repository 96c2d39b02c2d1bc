import type { Agreement } from '../agreement.js';
import type { Model } from '../model.js';
import type { Provider } from '../provider.js';
import type { RoutingRule } from '../routing/routing-rule.js';

/** Everything the registry holds at one moment. */
export interface RegistrySnapshot {
  readonly providers: readonly Provider[];
  readonly models: readonly Model[];
  readonly agreements: readonly Agreement[];
  readonly rules: readonly RoutingRule[];
}

/** Where providers and models are kept. A platform's registry is small (thousands at most): it is read whole. */
export abstract class RegistryStore {
  /** @throws DomainError `service_unavailable`. */
  abstract load(): Promise<RegistrySnapshot>;
}
