import { listedFields, withoutThoughts, type ChatRequest, type Message } from '@radiant/protocol';
import type { Route } from '@radiant/registry';

/** The same request with other messages. */
export const withMessages = (request: ChatRequest, messages: readonly Message[]): ChatRequest =>
  changed(request, messages, request.extra);

/** The same request without what none of the providers is sent: what does not leave is not searched. */
export function withWhatLeaves(request: ChatRequest, routes: readonly Route[]): ChatRequest {
  const connections = routes.map(({ provider }) => provider.connection);
  const takesThoughts = connections.some(({ dialect }) => dialect === 'anthropic');
  const messages = takesThoughts ? request.messages : withoutThoughts(request.messages);
  if (messages === request.messages && Object.keys(request.extra).length === 0) return request;
  const listed = connections.flatMap(({ extraFields }) => extraFields);
  return changed(request, messages, listedFields(request.extra, listed));
}

const changed = (request: ChatRequest, messages: readonly Message[], extra: ChatRequest['extra']): ChatRequest => ({
  model: request.model,
  messages,
  tools: request.tools,
  toolChoice: request.toolChoice,
  callsFunctions: request.callsFunctions,
  responseFormat: request.responseFormat,
  stop: request.stop,
  prediction: request.prediction,
  user: request.user,
  sampling: request.sampling,
  thinking: request.thinking,
  store: request.store,
  extra,
  stream: request.stream,
  includeUsage: request.includeUsage,
});
