export { DEFAULT_DEADLINES, type Deadlines } from './deadlines.js';
export type { ProxyRules } from './proxy-rules.js';
export { UndiciModelProvider } from './undici-model-provider.js';
export type { UpstreamRules } from './upstreams.js';
export { WebhookSender, type SignedEvent, type WebhookRules } from './webhook-sender.js';
