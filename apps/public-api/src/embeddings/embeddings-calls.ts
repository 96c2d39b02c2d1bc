import { embeddingReading, type CallControls } from '@radiant/inference';
import type { EmbeddingsRequest } from '@radiant/protocol';
import type { FastifyReply } from 'fastify';
import type { ReadingCalls } from '../reading/reading-calls.js';

const BYTES_OF_A_FLOAT = 4;

/** OpenAI's list of embeddings. */
export interface EmbeddingsList {
  readonly object: 'list';
  readonly data: readonly { readonly object: 'embedding'; readonly index: number; readonly embedding: unknown }[];
  readonly model: string;
  readonly usage: { readonly prompt_tokens: number; readonly total_tokens: number };
}

/** Runs a decoded call for embeddings, for every route that has its shape. */
export class EmbeddingsCalls {
  constructor(private readonly readings: ReadingCalls) {}

  /** Sets the headers of the call on `reply` and answers the list. */
  async answer(
    reply: FastifyReply,
    request: EmbeddingsRequest,
    controls: CallControls,
  ): Promise<{ readonly list: EmbeddingsList; readonly mappingId: string | undefined }> {
    const embedded = await this.readings.answer(reply, embeddingReading(request), controls);
    return {
      list: {
        object: 'list',
        data: embedded.answer.map((vector, index) => ({
          object: 'embedding',
          index,
          embedding: request.base64 ? littleEndian(vector) : vector,
        })),
        model: embedded.model,
        usage: { prompt_tokens: embedded.promptTokens, total_tokens: embedded.promptTokens },
      },
      mappingId: embedded.mappingId,
    };
  }
}

/** 32-bit floats, little-endian, in base64: what OpenAI's clients decode. */
function littleEndian(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * BYTES_OF_A_FLOAT);
  vector.forEach((number, at) => bytes.writeFloatLE(number, at * BYTES_OF_A_FLOAT));
  return bytes.toString('base64');
}
