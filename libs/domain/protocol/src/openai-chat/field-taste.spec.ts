import { describe, expect, it } from '@jest/globals';
import { decodeChatRequest } from './decode-request.js';
import { encodeChatRequest } from './encode-request.js';
import { OMITTABLE_CHAT_FIELDS, type FieldTaste } from './field-taste.js';
import { chatWireGrammar } from './wire-grammar.js';

const request = decodeChatRequest({
  model: 'mine',
  messages: [{ role: 'user', content: 'hi' }],
  max_completion_tokens: 5,
  seed: 7,
  stream: true,
});
const sent = (taste: FieldTaste): object => JSON.parse(encodeChatRequest(request, 'theirs', undefined, taste));

describe('what an upstream takes', () => {
  it('is sent under its names, and the rest is left out', () => {
    const rename = { max_completion_tokens: 'max_tokens', seed: 'random_seed' };
    const taste = { omit: ['stream_options'], rename, extraFields: [] };
    expect(sent(taste)).toEqual({
      model: 'theirs',
      messages: [{ role: 'user', content: 'hi' }],
      max_tokens: 5,
      random_seed: 7,
      stream: true,
    });
    expect(chatWireGrammar('theirs', taste.rename).keys.has('random_seed')).toBe(true);
  });

  it('names no field twice', () => {
    const both = { ...request, sampling: { ...request.sampling, maxTokens: 3 } };
    const body = encodeChatRequest(both, 'theirs', undefined, {
      omit: [],
      rename: { max_completion_tokens: 'max_tokens' },
      extraFields: [],
    });
    expect(body.match(/max_tokens/g)).toHaveLength(1);
    expect(JSON.parse(body)).toMatchObject({ max_tokens: 3 });
  });

  it('never lacks the question', () => {
    for (const field of ['model', 'messages', 'stream', 'tools', 'tool_choice']) {
      expect(OMITTABLE_CHAT_FIELDS.has(field)).toBe(false);
    }
  });
});
