import { describe, expect, it } from '@jest/globals';
import { SEAL } from '../../test/seal.js';
import { mark, schemaOfMarks, textPlaces, type Fate } from '../../test/text-places.js';
import { encodeChatRequest } from '../openai-chat/encode-request.js';
import { textSlots, withTexts } from '../text-slots.js';
import { unscannableParts } from '../unscannable.js';
import { decodeMessagesRequest } from './decode-request.js';
import { encodeMessagesRequest } from './encode-request.js';
import { MESSAGES_REQUEST_SCHEMA } from './request-schema.js';

const SHOWN: Readonly<Record<string, Fate>> = {
  type: 'words',
  text: 'slot',
  'source.type': 'words',
  'source.media_type': 'words',
  'source.data': 'slot', // of a text; else the policy decides
  'source.url': 'attachment',
  'source.file_id': 'slot',
  'source.content': 'slot',
  'source.content[].type': 'words',
  'source.content[].text': 'slot',
  'source.content[].source.type': 'words',
  'source.content[].source.media_type': 'words',
  'source.content[].source.data': 'attachment',
  'source.content[].source.url': 'attachment',
  'source.content[].source.file_id': 'slot',
  title: 'slot',
  context: 'slot',
  source: 'slot',
  'content[].type': 'words',
  'content[].text': 'slot',
};
const under = (place: string, fates: typeof SHOWN): Record<string, Fate> =>
  Object.fromEntries(Object.entries(fates).map(([path, fate]) => [`${place}.${path}`, fate]));
const RESULT = 'messages[].content[].content';

/** Every place of the request's schema that takes text. A new one must say here what becomes of it. */
const FATES: Readonly<Record<string, Fate>> = {
  model: 'stays', // the registry's own name of the model leaves
  system: 'slot',
  'system[].type': 'words',
  'system[].text': 'slot',
  'messages[].role': 'words',
  'messages[].content': 'slot',
  ...under('messages[].content[]', SHOWN),
  'messages[].content[].id': 'slot',
  'messages[].content[].name': 'slot',
  'messages[].content[].input{}': 'slot',
  'messages[].content[].thinking': 'slot',
  'messages[].content[].signature': 'sealed',
  'messages[].content[].data': 'sealed',
  'messages[].content[].tool_use_id': 'slot',
  [RESULT]: 'slot',
  ...under(`${RESULT}[]`, SHOWN),
  'tools[].type': 'words',
  'tools[].name': 'slot',
  'tools[].description': 'slot',
  'tools[].input_schema{}': 'slot',
  'tool_choice.type': 'words',
  'tool_choice.name': 'slot',
  'output_config.effort': 'words',
  'output_config.format.type': 'words',
  'output_config.format.schema{}': 'slot',
  'thinking.type': 'stays',
  'stop_sequences[]': 'slot',
  'metadata.user_id': 'pseudonym',
};

const image = (source: object): object => ({ type: 'image', source });

/** One block of each kind that is shown, with a mark in every text. */
const shown = (at: string): object[] => [
  { type: 'text', text: mark(`${at}.text`), cache_control: { type: 'ephemeral', note: mark('ignored') } },
  image({ type: 'base64', media_type: 'image/png', data: 'AAAA' }),
  image({ type: 'url', url: 'https://images.example/scan.png' }),
  {
    type: 'document',
    source: { type: 'text', media_type: 'text/plain', data: mark(`${at}.source.data`) },
    title: mark(`${at}.title`),
    context: mark(`${at}.context`),
    citations: { enabled: true, note: mark('ignored') },
  },
  { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' }, title: 'pdf' },
  { type: 'document', source: { type: 'content', content: mark(`${at}.source.content`) } },
  {
    type: 'document',
    source: { type: 'content', content: [{ type: 'text', text: mark(`${at}.source.content[].text`) }] },
  },
  {
    type: 'search_result',
    source: mark(`${at}.source`),
    title: mark(`${at}.title`),
    content: [{ type: 'text', text: mark(`${at}.content[].text`) }],
  },
];
const files = (at: string): object[] => [
  { type: 'document', source: { type: 'file', file_id: mark(`${at}.source.file_id`) } },
  {
    type: 'document',
    source: {
      type: 'content',
      content: [image({ type: 'file', file_id: mark(`${at}.source.content[].source.file_id`) })],
    },
  },
];

const body = (withFiles: boolean): object => ({
  model: mark('model'),
  max_tokens: 100,
  system: [{ type: 'text', text: mark('system[].text') }],
  messages: [
    { role: 'system', content: mark('system') },
    { role: 'user', content: mark('messages[].content') },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: mark('thought'), signature: mark('messages[].content[].signature') },
        { type: 'redacted_thinking', data: mark('messages[].content[].data') },
        { type: 'thinking', thinking: mark('messages[].content[].thinking'), signature: SEAL },
        {
          type: 'tool_use',
          id: mark('messages[].content[].id'),
          name: mark('messages[].content[].name'),
          input: { [`${mark('messages[].content[].input{}')}1`]: `${mark('messages[].content[].input{}')}2` },
        },
      ],
    },
    {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          tool_use_id: mark('messages[].content[].tool_use_id'),
          content: mark(RESULT),
          is_error: true,
        },
        {
          type: 'tool_result',
          tool_use_id: 'other',
          content: [...shown(`${RESULT}[]`), ...(withFiles ? files(`${RESULT}[]`) : [])],
        },
        ...shown('messages[].content[]'),
        ...(withFiles ? files('messages[].content[]') : []),
      ],
    },
  ],
  tools: [
    {
      name: mark('tools[].name'),
      description: mark('tools[].description'),
      input_schema: schemaOfMarks(mark('tools[].input_schema{}')),
      [mark('ignored')]: mark('ignored'),
    },
  ],
  tool_choice: { type: 'tool', name: mark('tool_choice.name'), disable_parallel_tool_use: true },
  output_config: {
    effort: 'low',
    format: { type: 'json_schema', schema: schemaOfMarks(mark('output_config.format.schema{}')) },
  },
  thinking: { type: mark('thinking.type'), budget_tokens: 2000 },
  stop_sequences: [mark('stop_sequences[]')],
  metadata: { user_id: mark('metadata.user_id'), note: mark('ignored') },
  container: mark('ignored'),
  mcp_servers: [{ url: mark('ignored'), authorization_token: mark('ignored') }],
});

const MODEL = { name: 'upstream-model', maxOutputTokens: undefined, thinks: false };
const whole = decodeMessagesRequest(body(true)).request;
const { request } = decodeMessagesRequest(body(false));
/** To both kinds of upstream; files that were left with Anthropic have a way to neither. */
const sent = (asked = request): string[] => [
  encodeMessagesRequest(asked, MODEL, 'a pseudonym'),
  encodeChatRequest(asked, MODEL.name, 'a pseudonym'),
];
const placesOf = (...fates: Fate[]): string[] => Object.keys(FATES).filter((path) => fates.includes(FATES[path]!));

describe('the coverage of a request in the shape of Anthropic', () => {
  it('says of every place of the schema that takes text what becomes of it, and of no other', () => {
    const places = textPlaces(MESSAGES_REQUEST_SCHEMA);
    expect([...new Set(places.map(([path]) => path))].sort()).toEqual(Object.keys(FATES).sort());
    for (const path of placesOf('words')) {
      expect([path, places.filter(([place]) => place === path).every(([, words]) => words)]).toEqual([path, true]);
    }
  });

  it('has every slot in the slots', () => {
    const texts = textSlots(whole)
      .map(({ text }) => text)
      .join('\n');
    for (const path of placesOf('slot')) expect(texts).toContain(mark(path));
  });

  it('has every part that can not be searched among those of which the policy decides', () => {
    const kinds = (asked: typeof whole): string[] => unscannableParts(asked.messages).map(({ kind }) => kind);
    const shownKinds = ['image', 'image', 'file'];
    expect(kinds(request)).toEqual([...shownKinds, ...shownKinds]);
    expect(kinds(whole).sort()).toEqual([...kinds(request), 'file', 'image', 'file', 'image'].sort());
  });

  it('sends nothing of what was written when every slot is replaced, to either kind of upstream', () => {
    const blanked = withTexts(
      request,
      textSlots(request).map((slot, i) => (slot.destination === 'tool_arguments' ? '{"x":1}' : `x${i}`)),
    );
    for (const left of sent(blanked)) {
      expect(left).not.toContain('mark_');
      expect(left).toContain('a pseudonym');
    }
  });

  it('sends what is in no slot only where it says so', () => {
    const kept = ['thought', 'ignored', ...placesOf('stays', 'pseudonym', 'sealed')];
    for (const left of sent()) for (const path of kept) expect(left).not.toContain(mark(path));
  });
});
