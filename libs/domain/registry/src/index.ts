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
export { ModelStore, ProviderStore } from './ports/registry-changes.js';
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
export { RegistryView } from './registry-view.js';
export { Registry, type Route } from './registry.js';
