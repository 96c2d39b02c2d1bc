import { openAiError } from '@radiant/nest-kit';
import { encodeTextChunk, encodeTextCompletion, type ChatRequest } from '@radiant/protocol';
import type { AnswerShape } from '../calls/answer-shape.js';

const data = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;

/** OpenAI's completions of text. */
export const textCompletionShape = ({ includeUsage }: ChatRequest): AnswerShape => ({
  requestType: 'text.completion',
  whole: ({ completion, model }) => encodeTextCompletion(completion, model),
  stream: () => ({
    keepAlive: ': keep-alive\n\n',
    chunk(chunk, model) {
      if (includeUsage || !chunk.usage) return data(encodeTextChunk(chunk, model));
      return chunk.choices.length === 0 ? '' : data(encodeTextChunk({ ...chunk, usage: undefined }, model));
    },
    end: () => 'data: [DONE]\n\n',
    failed: (error) => data(openAiError(error)),
  }),
});
