export { describeRegistryStore } from './registry-store.laws.js';
