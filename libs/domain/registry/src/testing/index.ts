export { describeRegistryChanges, type RegistryChanges, type RegistryUnderTest } from './registry-changes.laws.js';
export { describeRoutingChanges } from './routing-changes.laws.js';
export { describeRegistryStore } from './registry-store.laws.js';
export { BARE_PROVIDER, FULL_MODEL, FULL_PROVIDER, price } from './registry-examples.js';
