import type { ModelId, Page, ProviderId, Slice } from '@radiant/kernel';
import type { Agreement, AgreementId } from '../agreement.js';
import type { AgreementWarning } from '../agreement-warning.js';
import type { Model, ModelPrice } from '../model.js';
import type { Provider } from '../provider.js';
import type { RoutingRule } from '../routing/routing-rule.js';

// What a transaction of the administration hands out. What `find` found is found by no other transaction until this one
// ends, so that a change is made to what stands. `add` throws DomainError `conflict` when the id is taken, `save`
// `not_found` when there is no such row. Only routing rules are ever deleted: what was billed, or
// allowed to see PHI, must stay explained.

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
  /** @throws DomainError `conflict` when the model has a price of that version or moment. */
  abstract addPrice(id: ModelId, price: ModelPrice): Promise<void>;
}

export abstract class AgreementStore {
  abstract find(id: AgreementId): Promise<Agreement | undefined>;
  /** The provider and the model must be there. */
  abstract add(agreement: Agreement): Promise<void>;
  /** Region, reference, services, dates and revision. */
  abstract save(agreement: Agreement): Promise<void>;
}

export abstract class AgreementWarningStore {
  /** @returns false when the same end was warned of so many days before it already: of callers at once one is told true. */
  abstract add(warning: AgreementWarning): Promise<boolean>;
  /** Newest first. */
  abstract list(slice: Slice): Promise<Page<AgreementWarning>>;
}

export abstract class RoutingRuleStore {
  abstract find(name: string): Promise<RoutingRule | undefined>;
  /** Adds it, or replaces the one of its name. */
  abstract put(rule: RoutingRule): Promise<void>;
  /** @returns false when there is none of that name. */
  abstract remove(name: string): Promise<boolean>;
}
