export { MessageEvents, type MessageEvent } from './anthropic-messages/answer-events.js';
export { decodeMessage } from './anthropic-messages/decode-message.js';
export {
  decodeCountTokensRequest,
  decodeMessagesRequest,
  type MessagesRequest,
} from './anthropic-messages/decode-request.js';
export { encodeMessageAnswer } from './anthropic-messages/encode-answer.js';
export { encodeMessagesRequest, type AnthropicModel } from './anthropic-messages/encode-request.js';
export { MessageStream } from './anthropic-messages/message-stream.js';
export { messagesWireGrammar } from './anthropic-messages/wire-grammar.js';
export { compileNextParser } from './body-parser.js';
export type {
  AttachedPart,
  AudioPart,
  ChatRequest,
  ContentPart,
  FilePart,
  FunctionCall,
  ImagePart,
  Json,
  JsonObject,
  Message,
  PartSource,
  RefusalPart,
  ResponseFormat,
  Role,
  Sampling,
  TextPart,
  Thought,
  Tool,
  ToolCall,
  ToolChoice,
} from './chat-request.js';
export { withoutThoughts } from './thoughts.js';
export type {
  Choice,
  ChoiceDelta,
  Completion,
  CompletionChunk,
  CompletionToolCall,
  ReportedUsage,
  SentUsage,
  ToolCallDelta,
  UsageForm,
} from './completion.js';
export { decodeTextCompletionRequest, type TextCompletionRequest } from './completions/decode-request.js';
export { encodeTextChunk, encodeTextCompletion } from './completions/encode-completion.js';
export { embeddedData, withoutEmbedded, type EmbeddedData } from './embedded-data.js';
export { decodeEmbeddings, type Embeddings } from './embeddings/embeddings-answer.js';
export {
  decodeEmbeddingsRequest,
  decodeNativeEmbeddingsRequest,
  embeddingsSlots,
  encodeEmbeddingsRequest,
  inputCount,
  type EmbeddingsControls,
  type EmbeddingsInput,
  type EmbeddingsRequest,
} from './embeddings/embeddings-request.js';
export { listedFields } from './extra-fields.js';
export type { TokenLogprob, TokenLogprobs } from './token-logprobs.js';
export {
  decodeModeration,
  decodeModerationRequest,
  encodeModerationRequest,
  moderatedImages,
  moderationSlots,
  withoutImages,
  type Moderation,
  type ModerationRequest,
  type ModerationResult,
} from './moderations/moderations.js';
export {
  decodeRanking,
  decodeRerankRequest,
  encodeRerankRequest,
  rerankSlots,
  type Ranked,
  type RerankRequest,
} from './rerank/rerank.js';
export { decodeChunk, decodeCompletion, isDone } from './openai-chat/decode-completion.js';
export {
  decodeChatRequest,
  decodeNativeChatRequest,
  isExtraField,
  type NativeControls,
} from './openai-chat/decode-request.js';
export { encodeChunk, encodeCompletion } from './openai-chat/encode-completion.js';
export { chatSources } from './openai-chat/older-functions.js';
export { encodeChatRequest, encodeMessage } from './openai-chat/encode-request.js';
export { OMITTABLE_CHAT_FIELDS, type FieldTaste } from './openai-chat/field-taste.js';
export { chatWireGrammar, type ChatWireGrammar } from './openai-chat/wire-grammar.js';
export { decodeResponsesRequest } from './responses/decode-request.js';
export { decodeResponse } from './responses/decode-response.js';
export { encodeResponsesRequest } from './responses/encode-request.js';
export { encodeResponse, wholeResponse, type WholeResponse } from './responses/encode-response.js';
export { inputItems, type InputItemBody } from './responses/input-items.js';
export type { ResponseHead } from './responses/response-head.js';
export { itemPlace, responseId, responsePlace, type ItemPlace, type ResponsePlace } from './responses/response-ids.js';
export { ResponseStream, type ResponseEvent } from './responses/response-stream.js';
export { StreamedResponse } from './responses/streamed-response.js';
export { responsesWireGrammar } from './responses/wire-grammar.js';
export {
  chatOf,
  NOTHING_RECALLED,
  references,
  spoken,
  type InputItem,
  type Recalled,
  type RecalledChat,
  type ResponsesRequest,
} from './responses/responses-request.js';
export { sourcePath, type MessageSource, type SourcePaths } from './source-paths.js';
export { SseParser } from './sse.js';
export type { Destination, SlotEscaping, TextSlot } from './text-slot.js';
export { textSlots, withTexts } from './text-slots.js';
export {
  unscannableName,
  unscannableParts,
  withoutUnscannable,
  type UnscannableKind,
  type UnscannablePart,
} from './unscannable.js';
