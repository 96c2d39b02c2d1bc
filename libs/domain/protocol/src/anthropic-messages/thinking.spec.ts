import { describe, expect, it } from '@jest/globals';
import { SEAL } from '../../test/seal.js';
import { decodeChatRequest } from '../openai-chat/decode-request.js';
import { textSlots, withTexts } from '../text-slots.js';
import { MessageEvents } from './answer-events.js';
import { decodeMessage } from './decode-message.js';
import { decodeMessagesRequest } from './decode-request.js';
import { encodeMessageAnswer } from './encode-answer.js';
import { encodeMessagesRequest } from './encode-request.js';
import { MessageStream } from './message-stream.js';

const MODEL = { name: 'm', maxOutputTokens: 64_000, thinks: true };
const SIGNED = { type: 'thinking', thinking: 'I had better look.', signature: SEAL };
const REDACTED = { type: 'redacted_thinking', data: SEAL };
const CALL = { type: 'tool_use', id: 'c1', name: 'look', input: {} };
const RESULT = { type: 'tool_result', tool_use_id: 'c1', content: [{ type: 'text', text: 'Nothing.' }] };
const user = (content: unknown): object => ({ role: 'user', content });
const assistant = (...content: object[]): object => ({ role: 'assistant', content });
const ask = (over: object): object => ({
  ...{ model: 'm', max_tokens: 8_000, messages: [user([{ type: 'text', text: 'Look.' }])] },
  ...over,
});
const sent = (body: object) => JSON.parse(encodeMessagesRequest(decodeMessagesRequest(body).request, MODEL));
const loop = (...thoughts: object[]): object[] => [
  user([{ type: 'text', text: 'Look.' }]),
  assistant(...thoughts, CALL),
  user([RESULT]),
];

describe('what the model thought', () => {
  it.each([
    ['a signed one', [SIGNED]],
    ['one that nobody else can read', [REDACTED]],
    ['several', [SIGNED, REDACTED, { ...SIGNED, thinking: 'Or not.' }]],
  ])('goes back as it came: %s', (_, thoughts) => {
    const body = ask({ messages: loop(...thoughts), thinking: { type: 'enabled', budget_tokens: 2_000 } });
    expect(sent(body)).toEqual(body);
  });

  it.each([
    ['has no signature', { ...SIGNED, signature: undefined }],
    ['has an empty one', { ...SIGNED, signature: '' }],
    ['has a readable one', { ...SIGNED, signature: btoa('Jane Doe, born 1 May 1970, MRN 00482913') }],
    ['has words for one', { ...SIGNED, signature: 'Jane Doe, born 1 May 1970, MRN 00482913!!' }],
    ['has a number for one', { ...SIGNED, signature: '0048291300482913'.repeat(4) }],
    ['holds readable data', { ...REDACTED, data: btoa('Jane Doe, born 1 May 1970, MRN 00482913') }],
  ])('goes to nobody where it %s, and the model is not told to think on', (_, thought) => {
    const body = ask({ messages: loop(thought), thinking: { type: 'enabled', budget_tokens: 2_000 } });
    expect(sent(body)).toEqual(ask({ messages: loop() }));
  });

  it('is searched, and stays here where something in it was hidden: that is not what was signed', () => {
    const body = ask({ messages: loop({ ...SIGNED, thinking: 'Jane had better look.' }) });
    const { request } = decodeMessagesRequest({ ...body, thinking: { type: 'enabled', budget_tokens: 2_000 } });
    const texts = textSlots(request).map(({ text }) => text.replace('Jane', '[PHI_NAME_12345]'));
    expect(texts).toContain('[PHI_NAME_12345] had better look.');
    expect(JSON.parse(encodeMessagesRequest(withTexts(request, texts), MODEL))).toEqual(ask({ messages: loop() }));
  });

  it('need not be there for a model that decides itself when to think, nor in a new turn', () => {
    const adaptive = ask({ messages: loop(), thinking: { type: 'adaptive' }, output_config: { effort: 'max' } });
    expect(sent(adaptive)).toEqual(adaptive);
    const next = [...loop(), assistant({ type: 'text', text: 'Nothing.' }), user([{ type: 'text', text: 'Again.' }])];
    const body = ask({ messages: next, thinking: { type: 'enabled', budget_tokens: 2_000 } });
    expect(sent(body)).toEqual(body);
  });
});

describe('marks of what the provider is to keep', () => {
  const mark = { cache_control: { type: 'ephemeral' } };
  const long = { cache_control: { type: 'ephemeral', ttl: '1h' } };
  const image = { type: 'image', source: { type: 'url', url: 'https://images.example/a.png' } };

  it('go on from wherever they stand', () => {
    const body = ask({
      system: [{ type: 'text', text: 'Be brief.', ...long }],
      messages: [
        user([
          { type: 'text', text: 'Look.', ...mark },
          { ...image, ...mark },
        ]),
        assistant({ ...CALL, ...mark }),
        user([{ ...RESULT, ...mark }]),
      ],
      tools: [{ name: 'look', input_schema: { type: 'object' }, ...long }],
    });
    expect(sent(body)).toEqual(body);
  });

  it('stand behind the last part of what becomes several, and are read by their known words alone', () => {
    const document = { type: 'document', title: 'a title', source: { type: 'text', data: 'a text' } };
    const content = [
      { ...document, ...long },
      { type: 'text', text: 'Look.', cache_control: { type: 'Jane', ttl: 'Doe' } },
    ];
    expect(sent(ask({ messages: [user(content)] })).messages[0].content).toEqual([
      { type: 'text', text: 'a title' },
      { type: 'text', text: 'a text', ...long },
      { type: 'text', text: 'Look.' },
    ]);
  });
});

describe('an effort that a caller of another shape asks for', () => {
  const chat = (over: object): object => ({ messages: [{ role: 'user', content: 'Go on.' }], ...over });
  const thinking = (over: object, model = MODEL): unknown =>
    JSON.parse(encodeMessagesRequest(decodeChatRequest(chat(over)), model)).thinking;

  it.each([
    ['none', 64_000, undefined],
    ['minimal', 64_000, undefined],
    ['low', 64_000, 4_096],
    ['medium', 64_000, 16_384],
    ['high', 64_000, 32_000], // half of what is asked for
    ['xhigh', 100_000, 32_768],
    ['high', 4_000, 2_000],
    ['high', 2_000, undefined],
  ])('%s within %d tokens is a budget of %p', (reasoning_effort, max_tokens, budget) => {
    const expected = budget && { type: 'enabled', budget_tokens: budget };
    expect(thinking({ reasoning_effort, max_tokens })).toEqual(expected);
  });

  it.each([
    { temperature: 0.5 },
    { top_p: 0.5 },
    { tool_choice: 'required', tools: [{ type: 'function', function: { name: 'look' } }] },
    {
      messages: [
        { role: 'user', content: 'Look.' },
        { role: 'assistant', tool_calls: [{ id: 'a', function: { name: 'look', arguments: '{}' } }] },
        { role: 'tool', tool_call_id: 'a', content: 'Nothing.' },
      ],
    },
  ])('is none beside %j, with which the API does not think', (over) => {
    expect(thinking({ reasoning_effort: 'low', max_tokens: 64_000, ...over })).toBeUndefined();
  });

  it('is none for a model that can not be told to think', () => {
    expect(thinking({ reasoning_effort: 'low' }, { ...MODEL, thinks: false })).toBeUndefined();
  });
});

describe('an answer with thoughts', () => {
  const content = [SIGNED, REDACTED, { ...SIGNED, thinking: 'Or not.' }, { type: 'text', text: 'Yes.' }];
  const MESSAGE = {
    ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'm', content },
    ...{ stop_reason: 'end_turn', stop_sequence: null },
    usage: {
      ...{ input_tokens: 3, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 5 },
    },
  };

  it('is told to who asked for them as it came, and without them to others', () => {
    const answer = decodeMessage(JSON.stringify(MESSAGE));
    expect(encodeMessageAnswer(answer, 'm', true)).toEqual(MESSAGE);
    expect(encodeMessageAnswer(answer, 'm', false)).toEqual({ ...MESSAGE, content: content.slice(-1) });
    expect(answer.choices[0]?.reasoning).toBe('I had better look.Or not.');
  });

  const event = (type: string, fields: object): string => `data: ${JSON.stringify({ type, ...fields })}\n\n`;
  const block = (index: number, content_block: object, ...deltas: object[]): string[] => [
    event('content_block_start', { index, content_block }),
    ...deltas.map((delta) => event('content_block_delta', { index, delta })),
    event('content_block_stop', { index }),
  ];
  const thought = (index: number, said: string): string[] =>
    block(
      index,
      { type: 'thinking', thinking: '', signature: '' },
      ...(said === '' ? [] : [{ type: 'thinking_delta', thinking: said }]),
      { type: 'signature_delta', signature: SEAL },
    );
  const streamed = (showsThinking: boolean, ...events: string[][]): string => {
    const [stream, written] = [new MessageStream(), new MessageEvents(showsThinking)];
    const chunks = events.flat().flatMap((text) => stream.push(text));
    return [...chunks.flatMap((chunk) => written.chunk(chunk, 'm')), ...written.end()]
      .filter(({ type }) => type.startsWith('content_block'))
      .map(({ type, ...fields }) => event(type, fields))
      .join('');
  };
  const answer = (index: number): string[] =>
    block(index, { type: 'text', text: '' }, { type: 'text_delta', text: 'Yes.' });

  it.each([
    ['one', [thought(0, 'Hm.'), answer(1)]],
    ['several', [thought(0, 'Hm.'), thought(1, 'Or not.'), answer(2)]],
    ['one that is not shown', [thought(0, ''), answer(1)]],
    ['one that nobody else can read', [thought(0, 'Hm.'), block(1, REDACTED), answer(2)]],
  ])('is streamed block by block: %s', (_, events) => {
    expect(streamed(true, ...events)).toBe(events.flat().join(''));
    expect(streamed(false, ...events)).toBe(answer(0).join(''));
  });
});
