import { describe, expect, it } from '@jest/globals';
import { decodeChatRequest } from './openai-chat/decode-request.js';
import { encodeChatRequest } from './openai-chat/encode-request.js';
import { textSlots, withTexts } from './text-slots.js';

/** Every field of the shape; each `text…` is one that a person could write PHI into. */
const body = {
  model: 'm',
  messages: [
    { role: 'system', content: 'text-system', name: 'text-name' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'text-part-1' },
        { type: 'image_url', image_url: { url: 'https://x/y.png' } },
        { type: 'text', text: 'text-part-2' },
      ],
    },
    {
      role: 'assistant',
      content: null,
      refusal: 'text-refusal',
      tool_calls: [
        { id: 'call_1', type: 'function', function: { name: 'look', arguments: '{"who":"text-arguments"}' } },
      ],
      function_call: { name: 'old', arguments: '{"a":"text-function-call"}' },
    },
    { role: 'tool', tool_call_id: 'call_1', content: 'text-result' },
    { role: 'function', name: 'old', content: 'text-function-result' },
  ],
  tools: [
    {
      type: 'function',
      function: {
        name: 'look',
        description: 'text-tool-description',
        parameters: {
          type: 'object',
          title: 'text-title',
          required: ['who'],
          properties: {
            who: {
              type: 'string',
              description: 'text-property',
              enum: ['text-enum'],
              default: { type: 'text-default' },
            },
            type: { type: ['string', 'null'], examples: [{ required: 'text-example' }], pattern: '^a+$' },
          },
        },
      },
    },
  ],
  response_format: {
    type: 'json_schema',
    json_schema: {
      name: 'answer',
      description: 'text-format',
      schema: { type: 'object', properties: { a: { const: 'text-const' } } },
    },
  },
  stop: ['text-stop-1', 'text-stop-2'],
  metadata: { note: 'text-metadata' },
  user: 'text-user',
};
const request = decodeChatRequest(body);

describe('text slots', () => {
  it('reach every text: when all are replaced, none of what was written is left in the outbound bytes', () => {
    const written = [...JSON.stringify(body).matchAll(/text-[a-z0-9-]+/g)].map(([text]) => text);
    const blanked = withTexts(
      request,
      textSlots(request).map(() => 'X'),
    );
    const sent = encodeChatRequest(blanked, 'upstream-model');
    for (const text of new Set(written)) expect(sent).not.toContain(text);
  });

  it('are refused when they are too many, by the name of the field and none of the caller', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `value-${i}`);
    const tools = [{ type: 'function', function: { name: 'f', parameters: { properties: { jane: { enum: many } } } } }];
    const asking = (content: unknown, over: object = {}): (() => unknown) => {
      const decoded = decodeChatRequest({ model: 'm', messages: [{ role: 'user', content }], ...over });
      return () => textSlots(decoded);
    };
    const refused = (field: string): unknown =>
      expect.objectContaining({
        code: 'payload_too_large',
        facts: { field },
        message: expect.not.stringMatching('jane'),
      });
    const parts = many.map((text) => ({ type: 'text', text }));
    expect(asking('hi', { tools })).toThrow(refused('tools'));
    expect(asking([...parts, { type: 'text', text: 'one more' }])).toThrow(refused('messages[0].content[20000].text'));
    expect(asking(parts)()).toHaveLength(20_000);
  });

  it('stand where they stood: putting the same texts back changes nothing', () => {
    const same = withTexts(
      request,
      textSlots(request).map(({ text }) => text),
    );
    expect(encodeChatRequest(same, 'm')).toBe(encodeChatRequest(request, 'm'));
  });

  it('leave the grammar of a schema as it is', () => {
    const blanked = withTexts(
      request,
      textSlots(request).map(({ text }) => (text.startsWith('text-') ? 'X' : text)),
    );
    expect(textSlots(request).map(({ text }) => text)).not.toContain('object');
    const sent = JSON.parse(encodeChatRequest(blanked, 'm'));
    const { parameters } = sent.tools[0].function;
    expect(parameters).toMatchObject({
      type: 'object',
      required: ['who'],
      properties: { type: { type: ['string', 'null'], pattern: '^a+$' } },
    });
  });

  it('say how a text must be escaped and where it goes', () => {
    const args = textSlots(request).find(({ path }) => path === 'messages[2].tool_calls[0].function.arguments');
    expect(args).toMatchObject({ escaping: 'json', destination: 'tool_arguments', role: 'assistant' });
  });

  it('of a schema tell the property whose number they may be', () => {
    const schema = {
      properties: {
        ssn: { anyOf: [{ enum: ['219099999', 'none'] }, { type: 'integer', const: 219099999 }], default: '1234' },
        people: { items: { properties: { mrn: { examples: ['00482913'] } } }, default: [{ dob: '1961-03-14' }] },
      },
      $defs: { phone: { default: '555-0100-22' } },
      'x-account': '12345678',
      default: '987654321',
    };
    const tools = [{ type: 'function', function: { name: 'find', parameters: schema } }];
    const slots = textSlots(
      decodeChatRequest({ model: 'm', messages: [{ role: 'user', content: '12345678' }], tools }),
    );
    const keyed = slots.filter(({ key }) => key !== undefined).map(({ key, text }) => [key, text]);
    expect(keyed).toEqual([
      ['ssn', '219099999'],
      ['ssn', '219099999'],
      ['mrn', '00482913'],
      ['dob', '1961-03-14'],
      ['phone', '555-0100-22'],
      ['x-account', '12345678'],
    ]);
  });

  it('refuse fewer texts than there are places', () => {
    expect(() => withTexts(request, ['only one'])).toThrow(RangeError);
  });
});

describe('encoding for an upstream', () => {
  const sent = JSON.parse(encodeChatRequest(request, 'upstream-model'));

  it('sends no field that is not named, at any depth', () => {
    const hostile = {
      ...body,
      api_base: 'http://evil',
      api_key: 'k',
      headers: { a: 'b' },
      extra_body: { base_url: 'http://evil' },
    };
    const nested = {
      ...hostile,
      messages: [{ role: 'user', content: 'hi', api_base: 'http://evil', cache_control: {} }],
    };
    const bytes = encodeChatRequest(decodeChatRequest(nested), 'm');
    expect(bytes).not.toMatch(/evil|api_key|headers|extra_body|cache_control|metadata|text-user/);
  });

  it('names the model as the provider does', () => {
    expect(sent.model).toBe('upstream-model');
  });

  it('asks for usage on every stream, whatever the caller asked', () => {
    for (const stream_options of [undefined, null, { include_usage: false }]) {
      const streamed = decodeChatRequest({ ...body, stream: true, stream_options });
      expect(JSON.parse(encodeChatRequest(streamed, 'm'))).toMatchObject({
        stream: true,
        stream_options: { include_usage: true },
      });
    }
    expect(sent.stream_options).toBeUndefined();
  });

  it('keeps tools, tool calls and their results as they were', () => {
    expect(sent.tools).toEqual(body.tools);
    expect(sent.messages[2].tool_calls).toEqual(body.messages[2]?.tool_calls);
    expect(sent.messages[3]).toEqual(body.messages[3]);
  });
});
