export { claimOf, describeIdempotentReplies, type KeysUnderTest } from './idempotent-replies.laws.js';
export { describeCachedAnswers, type AnswersUnderTest } from './cached-answers.laws.js';
export { describeSessionStore, sessionOf } from './session-store.laws.js';
export { describeUpstreamSecrets, type SecretsUnderTest } from './upstream-secrets.laws.js';
export { describeResponseStore, responseOf } from './response-store.laws.js';
