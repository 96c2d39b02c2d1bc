export { describeSessionStore, sessionOf } from './session-store.laws.js';
export { describeUpstreamSecrets, type SecretsUnderTest } from './upstream-secrets.laws.js';
