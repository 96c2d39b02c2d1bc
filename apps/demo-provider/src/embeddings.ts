import { createHash } from 'node:crypto';
import { readModel } from './chat-request.js';
import { InvalidInput, optionalInteger } from './invalid-input.js';
import type { JsonObject } from './json.js';
import { countTokens } from './tokens.js';

const DEFAULT_DIMENSIONS = 256;
const MAX_DIMENSIONS = 4_096;
const MAX_INPUTS = 2_048;
const INPUT = 'a text, a list of texts, a list of token numbers, or a list of such lists; none of them empty';

type Input = string | readonly number[];

/**
 * Answers OpenAI's embeddings request. Equal inputs get equal vectors of length 1; unlike real embeddings, similar texts
 * do not get similar ones.
 * @throws InvalidInput naming the field and what is expected
 */
export function embed(body: JsonObject): JsonObject {
  const model = readModel(body);
  const inputs = readInputs(body['input']);
  const dimensions = optionalInteger('dimensions', body['dimensions'], 1, MAX_DIMENSIONS) ?? DEFAULT_DIMENSIONS;
  const format = body['encoding_format'] ?? 'float';
  if (format !== 'float' && format !== 'base64') throw new InvalidInput('encoding_format', 'float or base64');
  const tokens = inputs.reduce(
    (sum, input) => sum + (typeof input === 'string' ? countTokens(input) : input.length),
    0,
  );
  return {
    object: 'list',
    data: inputs.map((input, index) => {
      const vector = vectorOf(input, dimensions);
      return { object: 'embedding', index, embedding: format === 'float' ? [...vector] : littleEndian(vector) };
    }),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

function readInputs(input: unknown): Input[] {
  const isText = (one: unknown): one is string => typeof one === 'string' && one !== '';
  const isToken = (one: unknown): one is number => Number.isInteger(one);
  const isTokens = (one: unknown): one is number[] => Array.isArray(one) && one.length > 0 && one.every(isToken);
  if (isText(input) || isTokens(input)) return [input];
  const list: readonly unknown[] = Array.isArray(input) ? input : [];
  if (list.length === 0) throw new InvalidInput('input', INPUT);
  if (list.length > MAX_INPUTS) throw new InvalidInput('input', `at most ${MAX_INPUTS} inputs`);
  if (list.every(isText) || list.every(isTokens)) return [...list];
  throw new InvalidInput('input', INPUT);
}

/** Numbers from SHAKE-256 of the input, scaled to length 1. */
function vectorOf(input: Input, dimensions: number): Float32Array {
  const source = typeof input === 'string' ? `text\n${input}` : `tokens\n${input.join(',')}`;
  const bytes = createHash('shake256', { outputLength: dimensions * 4 })
    .update(source)
    .digest();
  // An odd numerator is never zero, so that the length is not either.
  const numbers = Array.from({ length: dimensions }, (_, at) => (bytes.readInt32LE(at * 4) | 1) / 2 ** 31);
  const length = Math.hypot(...numbers);
  return Float32Array.from(numbers, (number) => number / length);
}

function littleEndian(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((number, at) => bytes.writeFloatLE(number, at * 4));
  return bytes.toString('base64');
}
