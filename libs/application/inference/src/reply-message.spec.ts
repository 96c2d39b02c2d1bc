import { describe, expect, it } from '@jest/globals';
import { decodeChunk, decodeCompletion } from '@radiant/protocol';
import { replyMessage, StreamedReply } from './reply-message.js';

const call = (over: object): object => ({
  id: 'a',
  type: 'function',
  function: { name: 'find', arguments: '{"n":1}' },
  ...over,
});
const whole = (message: object) =>
  replyMessage(
    decodeCompletion(JSON.stringify({ choices: [{ message }, { index: 1, message: { content: 'other' } }] })),
  );
const streamed = (...deltas: object[]) => {
  const reply = new StreamedReply();
  for (const delta of deltas) {
    for (const choice of decodeChunk(
      JSON.stringify({
        choices: [
          { index: 0, delta },
          { index: 1, delta: { content: 'y' } },
        ],
      }),
    ).choices) {
      reply.take(choice);
    }
  }
  return reply.message;
};

describe('the reply as a message', () => {
  it('is the first choice, alike streamed and whole', () => {
    expect(whole({ content: 'Hi [PHI_NAME_48201]' })).toMatchObject({
      role: 'assistant',
      content: 'Hi [PHI_NAME_48201]',
    });
    expect(streamed({ role: 'assistant', content: 'Hi [PHI_' }, { content: 'NAME_48201]' }, {})).toEqual(
      whole({ content: 'Hi [PHI_NAME_48201]' }),
    );
    expect(streamed({ refusal: 'n' }, { refusal: 'o' })).toEqual(whole({ content: null, refusal: 'no' }));
  });

  it('puts calls of tools together, several at once', () => {
    expect(
      streamed(
        { tool_calls: [{ index: 0, ...call({ function: { name: 'find', arguments: '{"n"' } }) }] },
        {
          tool_calls: [
            { index: 1, ...call({ id: 'b' }) },
            { index: 0, function: { arguments: ':1}' } },
          ],
        },
      ),
    ).toEqual(whole({ content: null, tool_calls: [call({}), call({ id: 'b' })] }));
  });
});
