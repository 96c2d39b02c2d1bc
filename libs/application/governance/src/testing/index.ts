export { describeTenantKeys } from './tenant-keys.laws.js';
export { describeWebhookStore, type RunWebhooks } from './webhook-store.laws.js';
