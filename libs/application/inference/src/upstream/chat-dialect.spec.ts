import { describe, expect, it } from '@jest/globals';
import { decodeChatRequest } from '@radiant/protocol';
import { PLAIN_CONNECTION, type Connection, type Provider } from '@radiant/registry';
import { BARE_MODEL, BARE_PROVIDER } from '@radiant/registry/testing';
import { chatDialectOf } from './chat-dialect.js';
import { embeddingsPath } from './paths.js';

const MODEL = { ...BARE_MODEL, name: 'gpt 4/o' };
const providerWith = (connection: Partial<Connection>): Provider => ({
  ...BARE_PROVIDER,
  connection: { ...PLAIN_CONNECTION, ...connection },
});
const request = decodeChatRequest({ model: 'm', messages: [{ role: 'user', content: 'hi' }], seed: 1 });

describe('the dialect of a provider', () => {
  it("is OpenAI's unless it says otherwise", () => {
    const dialect = chatDialectOf(providerWith({}));
    expect(dialect.path(MODEL)).toBe('/v1/chat/completions');
    expect(embeddingsPath(providerWith({}), MODEL)).toBe('/v1/embeddings');
    expect(JSON.parse(dialect.encode(request, MODEL, 'someone'))).toMatchObject({ seed: 1, user: 'someone' });
  });

  it('leaves out and renames what the provider says', () => {
    const dialect = chatDialectOf(providerWith({ omit: ['user'], rename: { seed: 'random_seed' } }));
    expect(JSON.parse(dialect.encode(request, MODEL, 'someone'))).toEqual({
      model: 'gpt 4/o',
      messages: [{ role: 'user', content: 'hi' }],
      random_seed: 1,
    });
    expect(dialect.grammar('m').keys.has('random_seed')).toBe(true);
  });

  it('of Azure names the deployment and the version in the address', () => {
    const azure = providerWith({ dialect: 'azure_openai', apiVersion: '2024-10-21' });
    expect(chatDialectOf(azure).path(MODEL)).toBe(
      '/openai/deployments/gpt%204%2Fo/chat/completions?api-version=2024-10-21',
    );
    expect(embeddingsPath(azure, MODEL)).toBe('/openai/deployments/gpt%204%2Fo/embeddings?api-version=2024-10-21');
  });

  it('of responses asks for one that is not kept, without what the provider does not take', () => {
    const provider = providerWith({ dialect: 'openai_responses', omit: ['user'] });
    const dialect = chatDialectOf(provider);
    expect([dialect.path(MODEL), embeddingsPath(provider, MODEL)]).toEqual(['/v1/responses', '/v1/embeddings']);
    expect(JSON.parse(dialect.encode(request, MODEL, 'someone'))).toEqual({
      model: 'gpt 4/o',
      input: [{ type: 'message', role: 'user', content: 'hi' }],
      store: false,
    });
  });

  it('of Anthropic has no embeddings', () => {
    expect(() => embeddingsPath(providerWith({ dialect: 'anthropic' }), MODEL)).toThrow(
      expect.objectContaining({ code: 'validation_error' }),
    );
  });
});
