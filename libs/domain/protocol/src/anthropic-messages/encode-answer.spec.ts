import { expect, it } from '@jest/globals';
import { decodeChunk, decodeCompletion } from '../openai-chat/decode-completion.js';
import { MessageEvents } from './answer-events.js';
import { encodeMessageAnswer } from './encode-answer.js';

const CALLED = { tool_calls: [{ index: 0, id: 'a', type: 'function', function: { name: 'look', arguments: '{}' } }] };
const SAID = { content: 'Looking.' };

const answer = (message: object, finish_reason: string): object =>
  encodeMessageAnswer(decodeCompletion(JSON.stringify({ choices: [{ message, finish_reason }] })), 'm', false);

function lastOf(delta: object, finish_reason: string): unknown {
  const events = new MessageEvents(false);
  events.chunk(decodeChunk(JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] })), 'm');
  return events.end().find(({ type }) => type === 'message_delta');
}

it.each([
  [CALLED, 'tool_calls', 'tool_use'],
  [CALLED, 'stop', 'tool_use'], // of a tool that had to be called
  [CALLED, 'length', 'max_tokens'],
  [SAID, 'stop', 'end_turn'],
])('an answer of OpenAI (%j, %s) stops for %s', (said, finish, reason) => {
  expect(answer(said, finish)).toMatchObject({ stop_reason: reason, stop_sequence: null });
  expect(lastOf(said, finish)).toMatchObject({ delta: { stop_reason: reason, stop_sequence: null } });
});
