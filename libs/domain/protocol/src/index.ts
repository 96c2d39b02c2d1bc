export type {
  ChatRequest,
  ContentPart,
  FunctionCall,
  ImagePart,
  Json,
  JsonObject,
  Message,
  ResponseFormat,
  Role,
  Sampling,
  TextPart,
  Tool,
  ToolCall,
  ToolChoice,
} from './chat-request.js';
export type {
  Choice,
  ChoiceDelta,
  Completion,
  CompletionChunk,
  CompletionToolCall,
  ReportedUsage,
  ToolCallDelta,
} from './completion.js';
export { decodeChunk, decodeCompletion, isDone } from './openai-chat/decode-completion.js';
export { decodeChatRequest, decodeNativeChatRequest, type NativeControls } from './openai-chat/decode-request.js';
export { encodeChunk, encodeCompletion } from './openai-chat/encode-completion.js';
export { encodeChatRequest, encodeMessage } from './openai-chat/encode-request.js';
export { CHAT_REQUEST_SCHEMA, NATIVE_CHAT_REQUEST_SCHEMA } from './openai-chat/request-schema.js';
export { SseParser } from './sse.js';
export { textSlots, withTexts, type Destination, type TextSlot } from './text-slots.js';
