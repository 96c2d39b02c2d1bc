import { createOpenAI } from '@ai-sdk/openai';
import { callsOf } from './ai.mjs';

// Without a choice of its own the package calls /v1/responses.
export const { words, streamedWords, toolInput, streamedToolInput, toolLoop } = callsOf(({ baseUrl, key, model }) =>
  createOpenAI({ baseURL: `${baseUrl}/v1`, apiKey: key })(model),
);
