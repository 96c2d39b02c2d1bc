import { createAnthropic } from '@ai-sdk/anthropic';
import { callsOf } from './ai.mjs';

export const { words, streamedWords, toolInput, streamedToolInput, toolLoop } = callsOf(({ baseUrl, key, model }) =>
  createAnthropic({ baseURL: `${baseUrl}/v1`, apiKey: key })(model),
);
