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
export { Registry, type Route } from './registry.js';
