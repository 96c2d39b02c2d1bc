export { describePriceImports, priceImportExample } from './price-imports.laws.js';
export { describeModelActivities } from './model-activities.laws.js';
export { describeModelRuntime, type RuntimeUnderTest } from './model-runtime.laws.js';
export { describeRegistryChanges, type RegistryChanges, type RegistryUnderTest } from './registry-changes.laws.js';
export { BARE_MODEL, BARE_PROVIDER, FULL_MODEL, FULL_PROVIDER, price } from './registry-examples.js';
export { describeRegistryStore } from './registry-store.laws.js';
export { describeRoutingChanges } from './routing-changes.laws.js';
