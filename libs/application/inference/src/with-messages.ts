import { listedFields, type ChatRequest, type Message } from '@radiant/protocol';
import type { Route } from '@radiant/registry';

/** The same request with other messages. */
export const withMessages = (request: ChatRequest, messages: readonly Message[]): ChatRequest =>
  changed(request, messages, request.extra);

/** The same request without the extra fields that none of the providers is sent: what does not leave is not searched. */
export const withExtrasOf = (request: ChatRequest, routes: readonly Route[]): ChatRequest =>
  Object.keys(request.extra).length === 0
    ? request
    : changed(
        request,
        request.messages,
        listedFields(
          request.extra,
          routes.flatMap(({ provider }) => provider.connection.extraFields),
        ),
      );

const changed = (request: ChatRequest, messages: readonly Message[], extra: ChatRequest['extra']): ChatRequest => ({
  model: request.model,
  messages,
  tools: request.tools,
  toolChoice: request.toolChoice,
  responseFormat: request.responseFormat,
  stop: request.stop,
  prediction: request.prediction,
  user: request.user,
  sampling: request.sampling,
  store: request.store,
  extra,
  stream: request.stream,
  includeUsage: request.includeUsage,
});
