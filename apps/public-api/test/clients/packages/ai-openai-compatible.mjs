import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { callsOf } from './ai.mjs';

export const { words, streamedWords, toolInput, streamedToolInput, toolLoop } = callsOf(({ baseUrl, key, model }) =>
  createOpenAICompatible({ name: 'radiant', baseURL: `${baseUrl}/v1`, apiKey: key })(model),
);
