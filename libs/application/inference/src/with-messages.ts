import type { ChatRequest, Message } from '@radiant/protocol';

/** The same request with other messages. */
export const withMessages = (request: ChatRequest, messages: readonly Message[]): ChatRequest => ({
  model: request.model,
  messages,
  tools: request.tools,
  toolChoice: request.toolChoice,
  responseFormat: request.responseFormat,
  stop: request.stop,
  prediction: request.prediction,
  user: request.user,
  sampling: request.sampling,
  stream: request.stream,
  includeUsage: request.includeUsage,
});
