import { describe, expect, it } from '@jest/globals';
import { mark, schemaOfMarks, textPlaces, type Fate } from '../test/text-places.js';
import { dataUrl } from './data-url.js';
import { decodeChatRequest } from './openai-chat/decode-request.js';
import { encodeChatRequest } from './openai-chat/encode-request.js';
import { NATIVE_CHAT_REQUEST_SCHEMA } from './openai-chat/request-schema.js';
import { chatWireGrammar } from './openai-chat/wire-grammar.js';
import { textSlots, withTexts } from './text-slots.js';

/** Every place of the request's schema that takes text. A new one must say here what becomes of it. */
const FATES: Readonly<Record<string, Fate>> = {
  model: 'stays', // the registry's own name of the model leaves
  'messages[].role': 'words',
  'messages[].content': 'slot',
  'messages[].content[].type': 'words',
  'messages[].content[].text': 'slot',
  'messages[].content[].refusal': 'slot',
  'messages[].content[].image_url.url': 'attachment',
  'messages[].content[].image_url.detail': 'words',
  'messages[].content[].input_audio.data': 'attachment',
  'messages[].content[].input_audio.format': 'words',
  'messages[].content[].file.filename': 'slot',
  'messages[].content[].file.file_data': 'attachment',
  'messages[].content[].file.file_id': 'slot',
  'messages[].name': 'slot',
  'messages[].refusal': 'slot',
  'messages[].tool_calls[].id': 'slot',
  'messages[].tool_calls[].type': 'words',
  'messages[].tool_calls[].function.name': 'slot',
  'messages[].tool_calls[].function.arguments': 'slot',
  'messages[].tool_call_id': 'slot',
  'messages[].function_call.name': 'slot',
  'messages[].function_call.arguments': 'slot',
  stop: 'slot',
  'stop[]': 'slot',
  'logit_bias{}': 'words', // numbers of tokens
  reasoning_effort: 'words',
  'tool_choice.type': 'words',
  'tools[].type': 'words',
  'tools[].function.name': 'slot',
  'tools[].function.description': 'slot',
  'tools[].function.parameters{}': 'slot',
  tool_choice: 'words',
  'tool_choice.function.name': 'slot',
  'functions[].name': 'slot', // the older form: one request has the one or the other
  'functions[].description': 'slot',
  'functions[].parameters{}': 'slot',
  function_call: 'words',
  'function_call.name': 'slot',
  'response_format.type': 'words',
  'response_format.json_schema.name': 'slot',
  'response_format.json_schema.description': 'slot',
  'response_format.json_schema.schema{}': 'slot',
  'prediction.type': 'words',
  'prediction.content': 'slot',
  'prediction.content[].type': 'words',
  'prediction.content[].text': 'slot',
  user: 'pseudonym',
  safety_identifier: 'pseudonym',
  'modalities[]': 'words',
  session_id: 'stays',
  'phi_categories[]': 'stays',
  'phi_spans[].path': 'stays',
  'phi_spans[].category': 'stays',
};

const call = { id: mark('messages[].tool_calls[].id'), type: 'function' };
const textUrl = (path: string): string =>
  dataUrl({ kind: 'text', mediaType: 'text/plain', text: `one ${mark(path)} two` });

/** A text in every place that is a slot. */
const BODY = {
  model: mark('model'),
  messages: [
    { role: 'user', content: mark('messages[].content'), name: mark('messages[].name') },
    {
      role: 'user',
      content: [
        { type: 'text', text: mark('messages[].content[].text') },
        { type: 'refusal', refusal: mark('messages[].content[].refusal') },
        { type: 'image_url', image_url: { url: textUrl('messages[].content[].image_url.url'), detail: 'low' } },
        { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
        {
          type: 'file',
          file: {
            filename: mark('messages[].content[].file.filename'),
            file_data: textUrl('messages[].content[].file.file_data'),
          },
        },
        { type: 'file', file: { file_id: mark('messages[].content[].file.file_id') } },
      ],
    },
    {
      role: 'assistant',
      content: null,
      refusal: mark('messages[].refusal'),
      tool_calls: [
        {
          ...call,
          function: {
            name: mark('messages[].tool_calls[].function.name'),
            arguments: mark('messages[].tool_calls[].function.arguments'),
          },
        },
      ],
      function_call: {
        name: mark('messages[].function_call.name'),
        arguments: mark('messages[].function_call.arguments'),
      },
    },
    { role: 'tool', content: '{}', tool_call_id: mark('messages[].tool_call_id') },
  ],
  stop: [mark('stop'), mark('stop[]')],
  logit_bias: { '12': 1 },
  reasoning_effort: 'low',
  tools: [
    {
      type: 'function',
      function: {
        name: mark('tools[].function.name'),
        description: mark('tools[].function.description'),
        parameters: schemaOfMarks(mark('tools[].function.parameters{}')),
      },
    },
  ],
  tool_choice: { type: 'function', function: { name: mark('tool_choice.function.name') } },
  response_format: {
    type: 'json_schema',
    json_schema: {
      name: mark('response_format.json_schema.name'),
      description: mark('response_format.json_schema.description'),
      schema: schemaOfMarks(mark('response_format.json_schema.schema{}')),
    },
  },
  prediction: { type: 'content', content: [{ type: 'text', text: mark('prediction.content[].text') }] },
  user: mark('user'),
  metadata: { [mark('metadata')]: mark('metadata') },
  session_id: mark('session_id'),
  phi_categories: [mark('phi_categories[]')],
  phi_spans: [{ path: mark('phi_spans[].path'), start: 0, end: 1, category: mark('phi_spans[].category') }],
  safety_identifier: mark('safety_identifier'),
  store: mark('store'),
  audio: { voice: mark('audio') },
  future_options: { [mark('future_options_key')]: [mark('future_options'), 48_213] },
  other_options: mark('other_options'),
};

/** The older form, by functions: a request has the one or the other. */
const OLDER = {
  messages: [{ role: 'user', content: 'Hello' }],
  functions: [
    {
      name: mark('functions[].name'),
      description: mark('functions[].description'),
      parameters: schemaOfMarks(mark('functions[].parameters{}')),
    },
  ],
  function_call: { name: mark('function_call.name') },
};

const request = decodeChatRequest(BODY);
const older = decodeChatRequest(OLDER);
const sent = encodeChatRequest(request, 'upstream-model', 'a pseudonym');
const attached = request.messages.flatMap(({ content }) =>
  typeof content === 'string' || content === null
    ? []
    : content.flatMap((part) => ('source' in part && part.source.kind === 'text' ? [part.source.text] : [])),
);
const placesOf = (...fates: Fate[]): string[] => Object.keys(FATES).filter((path) => fates.includes(FATES[path]!));

describe('the coverage of a chat request', () => {
  it('says of every place of the schema that takes text what becomes of it, and of no other', () => {
    const places = textPlaces(NATIVE_CHAT_REQUEST_SCHEMA);
    expect([...new Set(places.map(([path]) => path))].sort()).toEqual(Object.keys(FATES).sort());
  });

  it('lets only words of its own pass where it says so', () => {
    const places = textPlaces(NATIVE_CHAT_REQUEST_SCHEMA);
    for (const path of placesOf('words')) {
      expect([path, places.filter(([place]) => place === path).every(([, words]) => words)]).toEqual([path, true]);
    }
  });

  it('has every slot in the slots', () => {
    const texts = [...textSlots(request), ...textSlots(older)].map(({ text }) => text).join('\n');
    const written = JSON.stringify([BODY, OLDER]);
    for (const path of placesOf('slot').filter((place) => place !== 'prediction.content')) {
      expect(written).toContain(mark(path));
      expect(texts).toContain(mark(path));
    }
    for (const path of ['messages[].content[].image_url.url', 'messages[].content[].file.file_data']) {
      expect(texts).toContain(mark(path));
    }
  });

  it('sends nothing of what was written when every slot is replaced, keys of schemas included', () => {
    const blanked = withTexts(
      request,
      textSlots(request).map((_, i) => `x${i}`),
    );
    const left = encodeChatRequest(blanked, 'upstream-model', 'a pseudonym');
    expect(left).not.toContain('mark_');
    expect(left).toContain('"data:text/plain;base64,');
    const blankedOlder = withTexts(
      older,
      textSlots(older).map((_, i) => `x${i}`),
    );
    expect(encodeChatRequest(blankedOlder, 'upstream-model')).not.toContain('mark_');
    expect(Buffer.from(JSON.stringify(attached)).toString()).toContain('mark_');
  });

  it('sends what is in no slot only where it says so', () => {
    for (const path of placesOf('stays', 'pseudonym')) expect(sent).not.toContain(mark(path));
    for (const path of ['metadata', 'store', 'audio', 'future_options', 'other_options'])
      expect(sent).not.toContain(mark(path));
  });

  it('sends a field that nobody knows to who lists it, every text of it a slot', () => {
    const taste = { omit: [], rename: {}, extraFields: ['future_options', 'metadata', 'model'] };
    const listed = encodeChatRequest(request, 'upstream-model', 'a pseudonym', taste);
    expect(JSON.parse(listed)).toEqual({ ...JSON.parse(sent), future_options: BODY.future_options });
    const texts = textSlots(request).map(({ text }) => text);
    for (const text of [mark('future_options_key'), mark('future_options'), '48213']) expect(texts).toContain(text);
    const blanked = withTexts(
      request,
      texts.map((_, i) => `x${i}`),
    );
    const left = encodeChatRequest(blanked, 'm', undefined, taste);
    expect(left).not.toContain('mark_');
  });

  it('names in its grammar every field that its bytes can have', () => {
    const { keys } = chatWireGrammar('m');
    const own = (value: unknown): string[] => {
      if (Array.isArray(value)) return value.flatMap(own);
      if (typeof value !== 'object' || value === null) return [];
      return Object.entries(value).flatMap(([key, each]) =>
        ['parameters', 'schema', 'logit_bias'].includes(key) ? [key] : [key, ...own(each)],
      );
    };
    for (const key of own(JSON.parse(sent))) expect(keys).toContain(key);
  });

  it('refuses a key of logit_bias that is no token, and does not repeat it', () => {
    const decode = () => decodeChatRequest({ ...BODY, logit_bias: { 'Jane Doe': 1 } });
    expect(decode).toThrow(expect.objectContaining({ code: 'validation_error', facts: { field: 'logit_bias' } }));
    expect(decode).not.toThrow(/Jane/);
  });
});
