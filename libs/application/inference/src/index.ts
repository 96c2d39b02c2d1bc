export { AdmitCall } from './admit-call.js';
export { AuditCall } from './audit-call.js';
export { AnswerCache } from './cache/answer-cache.js';
export { ReuseAnswer } from './cache/reuse-answer.js';
export { CheckTags, TAGS_HEADER } from './check-tags.js';
export { CompleteChat } from './complete-chat.js';
export type { CompletedChat } from './completed-chat.js';
export { DepartCall } from './depart-call.js';
export { BeginIdempotentCall, keyInUse } from './idempotency/begin-idempotent-call.js';
export { IdempotentCall } from './idempotency/idempotent-call.js';
export { KeepReply } from './idempotency/keep-reply.js';
export type { CallControls, CallFacts, InferenceCall } from './inference-call.js';
export { LimitRates } from './limit-rates.js';
export { MeterCall } from './meter-call.js';
export { CachedAnswers } from './ports/cached-answers.js';
export { CallSignals, type AttemptOutcome } from './ports/call-signals.js';
export { Departures } from './ports/departures.js';
export {
  IdempotentReplies,
  type IdempotencyClaim,
  type KeptReply,
  type KeyStanding,
} from './ports/idempotent-replies.js';
export { ModelProvider, type UpstreamCall } from './ports/model-provider.js';
export { Pause } from './ports/pause.js';
export { ReceiptCheckpoints, ReceiptRows, type ChainLink, type ReceiptRow } from './ports/receipt-rows.js';
export { ResponseStore, type ResponseKey, type StoredResponse } from './ports/response-store.js';
export { SessionKeys } from './ports/session-keys.js';
export { SessionStore, type Session, type SessionSummary } from './ports/session-store.js';
export { UpstreamSecrets } from './ports/upstream-secrets.js';
export { PrepareCall } from './prepare-call.js';
export { ProtectRequest } from './protection/protect-request.js';
export { embeddingReading } from './reading/embedding-reading.js';
export { moderationReading } from './reading/moderation-reading.js';
export { ReadTexts, type ReadingCall, type ReadTextsAnswer } from './reading/read-texts.js';
export type { Reading } from './reading/reading.js';
export { rerankReading } from './reading/rerank-reading.js';
export { OpenReceipt } from './receipts/open-receipt.js';
export { ReadReceipt, type FoundReceipt } from './receipts/read-receipt.js';
export { receiptOf } from './receipts/receipt-details.js';
export {
  RECEIPT_OUTCOMES,
  receiptEventId,
  wasAnswered,
  type Receipt,
  type ReceiptOutcome,
} from './receipts/receipt.js';
export { DeleteResponse } from './responses/delete-response.js';
export { KeepResponse } from './responses/keep-response.js';
export { ReadResponse } from './responses/read-response.js';
export { RecallResponses, type RecalledResponses } from './responses/recall-responses.js';
export { RouteCall, type RoutedCall, type Routes } from './route-call.js';
export { AdmitToSession } from './sessions/admit-to-session.js';
export { AuditSession, type SessionReader } from './sessions/audit-session.js';
export { DeleteSession } from './sessions/delete-session.js';
export { MOST_HISTORY } from './sessions/history.js';
export { KeepTurn } from './sessions/keep-turn.js';
export { ListSessions } from './sessions/list-sessions.js';
export { OpenSession } from './sessions/open-session.js';
export { ReadSession, type ShownSession } from './sessions/read-session.js';
export { unknownSession } from './sessions/session-owner.js';
export { SettleCall } from './settle-call.js';
export { KeepModels } from './thermal/keep-models.js';
export { ModelsInUse } from './thermal/models-in-use.js';
export { ColdLimits, ReadyModels, type ColdCaller } from './thermal/ready-models.js';
export { StreamChat, type StreamedChat } from './stream-chat.js';
export { StreamPlaces } from './stream-places.js';
export { CheckProviders } from './upstream/check-providers.js';
export { AskProviders, AskRules } from './upstream/ask-providers.js';
