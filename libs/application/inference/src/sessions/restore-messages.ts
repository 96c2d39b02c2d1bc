import { textSlots, withTexts, type ChatRequest, type Message } from '@radiant/protocol';
import type { TextRestoration } from '../text-restoration.js';

const SAMPLING: ChatRequest['sampling'] = {
  maxTokens: undefined,
  maxCompletionTokens: undefined,
  temperature: undefined,
  topP: undefined,
  topK: undefined,
  choices: undefined,
  presencePenalty: undefined,
  frequencyPenalty: undefined,
  seed: undefined,
  logprobs: undefined,
  topLogprobs: undefined,
  logitBias: undefined,
  parallelToolCalls: undefined,
  reasoningEffort: undefined,
};

/** Puts the originals back into every text of the messages, those that a request's slots name. */
export function restoreMessages(messages: readonly Message[], restoration: TextRestoration): readonly Message[] {
  const request: ChatRequest = {
    model: '',
    messages,
    tools: [],
    toolChoice: undefined,
    responseFormat: undefined,
    stop: [],
    prediction: undefined,
    user: undefined,
    sampling: SAMPLING,
    store: false,
    extra: {},
    stream: false,
    includeUsage: false,
  };
  return restoreRequest(request, restoration).messages;
}

/** The same for a whole request. */
export function restoreRequest(request: ChatRequest, restoration: TextRestoration): ChatRequest {
  const texts = textSlots(request).map(({ text, escaping, role }) => {
    if (escaping === 'json') return restoration.givenJson(text);
    return role === 'assistant' ? restoration.text(text) : restoration.given(text);
  });
  return withTexts(request, texts);
}
