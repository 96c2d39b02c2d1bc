import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MODEL, startGateway, type Gateway } from './gateway.js';
import { piecesOf, saidIn, tokensIn } from './one-conversation.js';

jest.setTimeout(60_000);

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
  await gateway.sql(`update tenants set settings = settings || '{"cache": {"enabled": true, "ttl_seconds": 600}}'`);
});
afterAll(() => gateway.close());
beforeEach(() => gateway.upstream.clear());

const SHAPES = {
  completions: { path: '/v1/completions', body: (prompt: string) => ({ prompt, max_tokens: 500 }) },
  responses: { path: '/v1/responses', body: (input: string) => ({ input, max_output_tokens: 500, store: false }) },
} as const;
type Shape = keyof typeof SHAPES;

async function ask(shape: Shape, question: string, over: object = {}) {
  const { path, body } = SHAPES[shape];
  const asked = { model: MODEL, ...body(question), ...over };
  const response = await gateway.send(path, { method: 'POST', body: JSON.stringify(asked) });
  const pieces = piecesOf(await response.text());
  expect(response.status).toBe(200);
  const [first] = pieces;
  const id: unknown = Object(first).id ?? Object(first).response?.id;
  return {
    cache: response.headers.get('x-radiant-cache'),
    said: pieces.map(saidIn).join(''),
    tokens: tokensIn(pieces),
    id,
  };
}

describe.each(['completions', 'responses'] as const)('a kept answer as %s', (shape) => {
  it.each([
    ['whole', 'whole', {}, {}],
    ['whole', 'streamed', {}, { stream: true }],
    ['streamed', 'whole', { stream: true }, {}],
  ])(
    'is asked for once for two people, each of whom gets her own name: %s, then %s',
    async (one, other, asked, askedThen) => {
      const about = (name: string): string => `Patient: ${name}\nAre ${shape} ${one} or ${other}? ${name} asks.`;
      const first = await ask(shape, about('Zoë O’Neill'), asked);
      const second = await ask(shape, about('Ann Smith'), askedThen);
      expect([first.cache, second.cache]).toEqual(['miss', 'hit']);
      expect(gateway.upstream.requests).toHaveLength(1);
      expect(first.said).toContain('Zoë O’Neill asks.');
      expect(second.said).toBe(first.said.replaceAll('Zoë O’Neill', 'Ann Smith'));
      expect(second.id).not.toBe(first.id);
    },
  );

  it('is not taken where it asks for another thing', async () => {
    await ask(shape, `Are ${shape} like others?`);
    expect((await ask(shape, `Are ${shape} like others?`, { temperature: 0.5 })).cache).toBe('miss');
  });
});

it('that is to be kept as a response belongs to its session, and is asked for anew', async () => {
  const asked = { store: true };
  const answers = [
    await ask('responses', 'Is this one kept?', asked),
    await ask('responses', 'Is this one kept?', asked),
  ];
  expect(answers.map(({ cache }) => cache)).not.toContain('hit');
  expect(gateway.upstream.requests).toHaveLength(2);
});
