import { openAiError } from '@radiant/nest-kit';
import { encodeChunk, encodeCompletion, type ChatRequest } from '@radiant/protocol';
import type { AnswerShape, StreamShape } from '../calls/answer-shape.js';

const data = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;

/**
 * OpenAI's chat completions.
 * @param present makes the body of an answer in one piece from OpenAI's completion object.
 */
export const openAiShape = (
  { includeUsage, callsFunctions }: ChatRequest,
  present: (completion: object, mappingId: string | undefined) => object = (completion) => completion,
): AnswerShape => ({
  requestType: 'chat.completion',
  whole: ({ completion, model, mappingId }) =>
    present(encodeCompletion(completion, model, callsFunctions === true), mappingId),
  stream: () => openAiStream(includeUsage, callsFunctions === true),
});

const openAiStream = (includeUsage: boolean, functions: boolean): StreamShape => ({
  keepAlive: ': keep-alive\n\n',
  // The usage chunk goes on only to callers that asked for it; it is always asked for upstream.
  chunk(chunk, model) {
    if (includeUsage || !chunk.usage) return data(encodeChunk(chunk, model, functions));
    return chunk.choices.length === 0 ? '' : data(encodeChunk({ ...chunk, usage: undefined }, model, functions));
  },
  end: () => 'data: [DONE]\n\n',
  failed: (error) => data(openAiError(error)),
});
