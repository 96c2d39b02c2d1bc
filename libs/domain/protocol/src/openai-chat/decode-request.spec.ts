import { describe, expect, it } from '@jest/globals';
import { decodeChatRequest, decodeNativeChatRequest } from './decode-request.js';
import { encodeChatRequest } from './encode-request.js';

const valid = { model: 'm', messages: [{ role: 'user', content: 'hi' }] };

const BAD_PARTS: readonly [object, string, string][] = [
  [{ type: 'image_url', image_url: { url: 'Jane Doe' } }, 'image_url.url', 'must match pattern'],
  [{ type: 'image_url', image_url: { url: 'data:image/png,%zz' } }, 'image_url.url', 'must be a data URL'],
  [{ type: 'input_audio', input_audio: { data: 'Jane Doe', format: 'wav' } }, 'input_audio.data', 'pattern'],
  [{ type: 'file', file: {} }, 'file.file_data', 'is required'],
  [{ type: 'file', file: { file_data: 'Jane Doe' } }, 'file.file_data', 'must be a data URL whose data is base64'],
];

describe('decoding a chat request', () => {
  it.each<[string, object, string, string]>([
    ['an empty model', { ...valid, model: '' }, 'model', 'must NOT have fewer than 1 characters'],
    ['no messages', { model: 'm' }, 'messages', 'messages is required'],
    ['an empty list of messages', { ...valid, messages: [] }, 'messages', 'must NOT have fewer than 1 items'],
    [
      'an unknown role',
      { ...valid, messages: [{ role: 'root', content: '' }] },
      'messages[0].role',
      'must be one of system',
    ],
    ['a message without content', { ...valid, messages: [{ role: 'user' }] }, 'messages[0].content', 'is required'],
    [
      'content that is a number',
      { ...valid, messages: [{ role: 'user', content: 7 }] },
      'messages[0].content',
      'must be of type string',
    ],
    [
      'an unknown part',
      { ...valid, messages: [{ role: 'user', content: [{ type: 'pdf' }] }] },
      'messages[0].content[0].type',
      'text or refusal or image_url or input_audio or file',
    ],
    ...BAD_PARTS.map(([part, field, expected]): [string, object, string, string] => [
      `a part like ${JSON.stringify(part)}`,
      { ...valid, messages: [{ role: 'user', content: [part] }] },
      `messages[0].content[0].${field}`,
      expected,
    ]),
    [
      'a text part without text',
      { ...valid, messages: [{ role: 'user', content: [{ type: 'text' }] }] },
      'messages[0].content[0].text',
      'is required',
    ],
    ['max_tokens of 0', { ...valid, max_tokens: 0 }, 'max_tokens', '>= 1'],
    ['max_tokens of 128001', { ...valid, max_tokens: 128_001 }, 'max_tokens', '<= 128000'],
    ['max_tokens that is a text', { ...valid, max_tokens: '5' }, 'max_tokens', 'must be of type integer'],
    ['a fraction of a token', { ...valid, max_tokens: 1.5 }, 'max_tokens', 'must be of type integer'],
    ['a temperature above 2', { ...valid, temperature: 2.1 }, 'temperature', '<= 2'],
    ['a temperature below 0', { ...valid, temperature: -0.1 }, 'temperature', '>= 0'],
    ['an answer in sound', { ...valid, modalities: ['text', 'audio'] }, 'modalities[1]', 'must be one of text'],
    ['stream that is a text', { ...valid, stream: 'yes' }, 'stream', 'must be of type boolean'],
    ['a fifth stop sequence', { ...valid, stop: ['1', '2', '3', '4', '5'] }, 'stop', 'more than 4 items'],
    [
      'a tool without a name',
      { ...valid, tools: [{ type: 'function', function: {} }] },
      'tools[0].function.name',
      'is required',
    ],
    [
      'a part of no kind',
      { ...valid, messages: [{ role: 'user', content: [{ text: 'hi' }] }] },
      'messages[0].content[0].type',
      'is required',
    ],
    [
      'a tool that is no function',
      { ...valid, tools: [{ type: 'custom', custom: { name: 'look' } }] },
      'tools[0].type',
      'must be one of function',
    ],
    [
      'the choice of several tools',
      { ...valid, tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [] } } },
      'tool_choice.type',
      'must be one of function',
    ],
    [
      'a word for a bias',
      { ...valid, logit_bias: { 50256: 'x' } },
      'logit_bias',
      'each value of logit_bias must be of',
    ],
    [
      'a bias of a word',
      { ...valid, logit_bias: { hi: 1 } },
      'logit_bias',
      'each key of logit_bias must match pattern',
    ],
    ['a body that is a list', [], '', 'the body must be of type object'],
  ])('refuses %s and names the field', (_, body, field, expected) => {
    expect(() => decodeChatRequest(body)).toThrow(
      expect.objectContaining({ code: 'validation_error', message: expect.stringContaining(expected) }),
    );
    if (field) expect(() => decodeChatRequest(body)).toThrow(expect.objectContaining({ facts: { field } }));
  });

  it('takes the limits themselves', () => {
    const request = decodeChatRequest({ ...valid, max_tokens: 128_000, temperature: 2, top_p: 0 });
    expect(request.sampling).toMatchObject({ maxTokens: 128_000, temperature: 2, topP: 0 });
  });

  it('takes null for everything that may be left out', () => {
    const request = decodeChatRequest({
      ...valid,
      max_tokens: null,
      tools: null,
      stop: null,
      stream: null,
      stream_options: null,
    });
    expect(request).toMatchObject({ tools: [], stop: [], stream: false, includeUsage: false });
  });

  it('keeps fields that it does not know apart, and forgets those that stay here', () => {
    const own = { metadata: { a: 1 }, audio: { voice: 'alloy' }, functions: [], modalities: ['text'], session_id: 'x' };
    const decoded = decodeChatRequest({ ...valid, ...own, api_base: 'http://evil' });
    expect(decoded).toEqual({ ...decodeChatRequest(valid), extra: { api_base: 'http://evil' } });
    expect(encodeChatRequest(decoded, 'm')).toBe(encodeChatRequest(decodeChatRequest(valid), 'm'));
  });

  it('takes for the end user what says who asks, under either name', () => {
    expect(decodeChatRequest({ ...valid, safety_identifier: 'u' }).user).toBe('u');
    expect(decodeChatRequest({ ...valid, safety_identifier: 'u', user: 'v' }).user).toBe('v');
  });

  it('hears the wish to be kept by the provider, and nothing else in its place', () => {
    expect([true, false, null, 'yes'].map((store) => decodeChatRequest({ ...valid, store }).store)).toEqual([
      ...[true, false, false, false],
    ]);
  });

  it('never quotes the input', () => {
    const secret = 'Jane Doe 123-45-6789';
    const bad = [
      { ...valid, model: 5, x: secret },
      { ...valid, temperature: secret },
      { ...valid, messages: [{ role: secret }] },
      { ...valid, logit_bias: { [secret]: 'x' } },
    ];
    for (const body of bad) {
      expect(() => decodeChatRequest(body)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('Jane') }),
      );
    }
  });

  it('reads the native fields', () => {
    const session = '0b0f7a52-6a53-4c8e-9a3f-6b1c1f1f2a10';
    const { controls } = decodeNativeChatRequest({
      ...valid,
      session_id: session,
      use_history: true,
      max_history: 12,
      enable_phi: true,
      phi_categories: ['NAME'],
    });
    expect(controls).toEqual({
      sessionId: session,
      useHistory: true,
      maxHistory: 12,
      enablePhi: true,
      phiCategories: ['NAME'],
      phiSpans: [],
    });
  });

  it('sends no history unless asked', () => {
    const { controls } = decodeNativeChatRequest(valid);
    expect(controls).toEqual({
      sessionId: undefined,
      useHistory: false,
      maxHistory: undefined,
      enablePhi: undefined,
      phiCategories: [],
      phiSpans: [],
    });
  });

  it('refuses a session id that is not a UUID', () => {
    expect(() => decodeNativeChatRequest({ ...valid, session_id: 'mine' })).toThrow(
      expect.objectContaining({ code: 'validation_error', facts: { field: 'session_id' } }),
    );
  });
});
