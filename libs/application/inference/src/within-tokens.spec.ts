import { describe, expect, it } from '@jest/globals';
import { decodeChatRequest } from '@radiant/protocol';
import { withinTokens } from './within-tokens.js';

const asking = (over: object) =>
  decodeChatRequest({ model: 'm', messages: [{ role: 'user', content: 'Hi' }], ...over });

describe('the limit of tokens of a request', () => {
  it('is asked for where the caller asks for none, shared among the choices', () => {
    expect(withinTokens(asking({}), 100).sampling.maxTokens).toBe(100);
    expect(withinTokens(asking({ n: 3 }), 100).sampling.maxTokens).toBe(33);
  });

  it.each([{ max_tokens: 100 }, { max_completion_tokens: 100 }, { max_tokens: 1 }, { max_tokens: 50, n: 2 }])(
    'lets %j pass as it is',
    (over) => {
      const request = asking(over);
      expect(withinTokens(request, 100)).toBe(request);
    },
  );

  it.each([
    [{ max_tokens: 101 }, 'max_tokens'],
    [{ max_completion_tokens: 101 }, 'max_completion_tokens'],
    [{ max_tokens: 51, n: 2 }, 'max_tokens'],
    [{ n: 101 }, 'n'],
  ])('refuses %j', (over, field) => {
    expect(() => withinTokens(asking(over), 100)).toThrow(expect.objectContaining({ facts: { field } }));
  });
});
