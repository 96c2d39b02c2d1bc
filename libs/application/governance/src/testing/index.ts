export { describeTenantKeys } from './tenant-keys.laws.js';
