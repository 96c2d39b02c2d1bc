export { agreementId, mayReceivePhi, SERVICES, type Agreement, type AgreementId, type Service } from './agreement.js';
export { DIALECTS, PLAIN_CONNECTION, type Connection, type Dialect } from './connection.js';
export { dueWarning, WARNING_DAYS, type AgreementWarning, type WarningDays } from './agreement-warning.js';
export type { ModelFilter, ProviderFilter } from './filters.js';
export {
  MODEL_STATUSES,
  MODEL_TYPES,
  priceAt,
  THERMAL_STATES,
  type Model,
  type ModelPrice,
  type ModelStatus,
  type ModelType,
  type ThermalConfig,
  type ThermalState,
} from './model.js';
export {
  AgreementStore,
  AgreementWarningStore,
  ModelStore,
  ProviderStore,
  RoutingRuleStore,
} from './ports/registry-changes.js';
export { ModelActivities, ModelRuntime } from './ports/model-runtime.js';
export { PriceImportStore } from './ports/price-imports.js';
export { RegistryStore, type RegistrySnapshot } from './ports/registry-store.js';
export {
  AUTH_TYPES,
  PROVIDER_STATUSES,
  PROVIDER_TYPES,
  type AuthType,
  type Provider,
  type ProviderStatus,
  type ProviderType,
} from './provider.js';
export {
  comparePrices,
  type PriceComparison,
  type PriceDifference,
  type PriceProposal,
} from './price-file/compare-prices.js';
export {
  PRICE_IMPORT_STATUSES,
  priceImportId,
  type PriceImport,
  type PriceImportDecision,
  type PriceImportId,
  type PriceImportStatus,
} from './price-file/price-import.js';
export { readPriceFile, type FilePrice, type UnknownPrice } from './price-file/read-price-file.js';
export { PRICE_QUOTES, picosOfQuote, quoteOf, quoteRule } from './price-quote.js';
export { isPricedFor } from './routing/priced.js';
export { RegistryView, type Chances } from './registry-view.js';
export { Registry, type Asker } from './registry.js';
export {
  BREAKER_RULES,
  BREAKER_STATES,
  type BreakerRules,
  type BreakerState,
  type Passage,
} from './routing/circuit-breaker.js';
export {
  ROUTE_REFUSALS,
  type Consideration,
  type Route,
  type RouteDemands,
  type RouteRefusal,
} from './routing/consider.js';
export { ProviderStandings, type ProviderStanding } from './routing/provider-standings.js';
export { RetryBudget } from './routing/retry-budget.js';
export {
  conversationOf,
  lotOf,
  TARGET_PREFERENCES,
  type Lots,
  type RoutingRule,
  type RoutingTarget,
  type TargetPreference,
} from './routing/routing-rule.js';
export { SECRET_REFERENCE_FORM, secretReference, type SecretReference } from './secret-reference.js';
export { NoRuntime } from './thermal/no-runtime.js';
export {
  isAwake,
  retrySeconds,
  staleWakeBefore,
  thermalOrder,
  thermalRule,
  warmupLeftMs,
  wokenInstances,
  type ModelActivity,
  type RuntimeStanding,
  type ThermalOrder,
  type ThermalRule,
} from './thermal/lifecycle.js';
