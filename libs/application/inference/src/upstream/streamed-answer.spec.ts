import { describe, expect, it } from '@jest/globals';
import { TokenCounter, WindowTokenCounter } from '@radiant/billing';
import { ModelProvider } from '../ports/model-provider.js';
import { provider } from '../../test/asking.js';
import { OPENAI_CHAT } from './chat-dialect.js';
import { StreamedAnswer } from './streamed-answer.js';

class Streaming extends ModelProvider {
  constructor(private readonly pieces: AsyncIterable<string>) {
    super();
  }
  async complete(): Promise<string> {
    throw new Error('not here');
  }
  async stream(): Promise<AsyncIterable<string>> {
    return this.pieces;
  }
  async ping(): Promise<void> {
    throw new Error('not here');
  }
}

const piece = (index: number, delta: object, finish_reason: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'c', created: 0, choices: [{ index, delta, finish_reason }] })}\n\n`;

/** One token for each word. */
const words = new WindowTokenCounter(
  async () => (text) => text.split(' ').length - 1,
  async () => undefined,
);

function begun(pieces: AsyncIterable<string>, tokens: TokenCounter = words, message = false): Promise<StreamedAnswer> {
  const upstream = { provider: provider('a'), path: '/', body: '{}', signal: new AbortController().signal };
  return StreamedAnswer.begin(new Streaming(pieces), { upstream, dialect: OPENAI_CHAT }, tokens, {
    message,
    assembled: undefined,
  });
}

/** All that arrived, as it is counted where the provider tells no usage. */
async function counted(...deltas: readonly (readonly [number, object])[]): Promise<readonly string[]> {
  const answer = await begun(
    (async function* () {
      for (const [index, delta] of deltas) yield piece(index, delta);
    })(),
  );
  while (await answer.next()) continue;
  return answer.texts;
}

it('is counted as if it had come in one piece, however it was cut', async () => {
  const said = 'The patient was discharged.';
  const call = (index: number, fields: object) => ({ tool_calls: [{ index, function: fields }] });
  const texts = await counted(
    ...[...said].flatMap((character): [number, object][] => [
      [0, { content: character }],
      [1, { content: character.toUpperCase() }],
    ]),
    [0, { reasoning_content: 'so' }],
    [0, call(0, { name: 'lookup' })],
    [0, call(1, { name: 'note', arguments: '{"a"' })],
    [0, call(0, { arguments: '{}' })],
    [0, call(1, { arguments: ':1}' })],
  );
  expect([...texts].sort()).toEqual([said, said.toUpperCase(), 'so', 'lookup{}', 'note{"a":1}'].sort());
});

it('has begun with the name of a tool', async () => {
  expect(await counted([0, { tool_calls: [{ index: 0, function: { name: 'lookup' } }] }])).toEqual(['lookup']);
});

it('is over with what closes it, whatever becomes of the connection', async () => {
  const answer = await begun(
    (async function* () {
      yield piece(0, { content: 'so' }, 'stop') + 'data: [DONE]\n\n';
      throw new Error('nobody asks for more');
    })(),
  );
  expect(await answer.next()).toBeUndefined();
  expect([answer.finished, answer.texts]).toEqual([true, ['so']]);
});

describe('a long answer', () => {
  const WORDS = 20_000;
  const long = async function* () {
    for (let word = 0; word < WORDS; word += 1) yield piece(word % 2, { content: ' word', reasoning_content: ' so' });
  };
  const kept = (answer: StreamedAnswer): number => answer.texts.reduce((sum, text) => sum + text.length, 0);
  const read = async (answer: StreamedAnswer): Promise<number> => {
    let most = 0;
    for (let read = 1; await answer.next(); read += 1) if (read % 500 === 0) most = Math.max(most, kept(answer));
    return most;
  };

  it('is counted while it arrives, to the same number, and forgotten', async () => {
    const answer = await begun(long());
    expect(await read(answer)).toBeLessThan(50_000);
    expect(answer.countedTokens + (await words.count(answer.texts))).toBe(2 * WORDS);
  });

  it('stays whole where its message is needed', async () => {
    const answer = await begun(long(), words, true);
    await read(answer);
    expect(answer.countedTokens).toBe(0);
    expect(answer.reply.message.content).toBe(' word'.repeat(WORDS / 2));
  });

  it('is counted at the end when it can not be counted meanwhile', async () => {
    class Down extends TokenCounter {
      count = (): Promise<number> => Promise.reject(new Error('the worker is gone'));
    }
    const answer = await begun(long(), new Down());
    await read(answer);
    expect(answer.countedTokens).toBe(0);
    expect(await words.count(answer.texts)).toBe(2 * WORDS);
  });
});
