import { describe, expect, it } from '@jest/globals';
import { mark, schemaOfMarks, textPlaces, type Fate } from '../../test/text-places.js';
import { dataUrl } from '../data-url.js';
import { encodeChatRequest } from '../openai-chat/encode-request.js';
import { textSlots, withTexts } from '../text-slots.js';
import { decodeResponsesRequest } from './decode-request.js';
import { RESPONSES_REQUEST_SCHEMA } from './request-schema.js';
import { chatOf, NOTHING_RECALLED } from './responses-request.js';

/** Every place of the request's schema that takes text. A new one must say here what becomes of it. */
const FATES: Readonly<Record<string, Fate>> = {
  model: 'stays', // the registry's own name of the model leaves
  input: 'slot',
  'input[].type': 'words',
  'input[].role': 'words',
  'input[].content': 'slot',
  'input[].content[].type': 'words',
  'input[].content[].text': 'slot',
  'input[].content[].refusal': 'slot',
  'input[].content[].image_url': 'attachment',
  'input[].content[].detail': 'words',
  'input[].content[].filename': 'slot',
  'input[].content[].file_data': 'attachment',
  'input[].content[].file_id': 'slot',
  'input[].content[].file_url': 'attachment',
  'input[].call_id': 'slot',
  'input[].name': 'slot',
  'input[].arguments': 'slot',
  'input[].output': 'slot',
  'input[].output[].type': 'words',
  'input[].output[].text': 'slot',
  'input[].output[].refusal': 'slot',
  'input[].output[].image_url': 'attachment',
  'input[].output[].detail': 'words',
  'input[].output[].filename': 'slot',
  'input[].output[].file_data': 'attachment',
  'input[].output[].file_id': 'slot',
  'input[].output[].file_url': 'attachment',
  'input[].id': 'stays',
  truncation: 'words',
  instructions: 'slot',
  previous_response_id: 'stays',
  'reasoning.effort': 'words',
  'text.format.type': 'words',
  'text.format.name': 'slot',
  'text.format.description': 'slot',
  'text.format.schema{}': 'slot',
  'tools[].type': 'words',
  'tools[].name': 'slot',
  'tools[].description': 'slot',
  'tools[].parameters{}': 'slot',
  tool_choice: 'words',
  'tool_choice.type': 'words',
  'tool_choice.name': 'slot',
  'metadata{}': 'stays',
  user: 'pseudonym',
};

const places = textPlaces(RESPONSES_REQUEST_SCHEMA);
const placesOf = (...fates: Fate[]): string[] => Object.keys(FATES).filter((path) => fates.includes(FATES[path]!));
const textUrl = (path: string): string =>
  dataUrl({ kind: 'text', mediaType: 'text/plain', text: `one ${mark(path)} two` });
const partsOf = (at: string): object[] => [
  { type: 'input_text', text: mark(`${at}[].text`) },
  { type: 'refusal', refusal: mark(`${at}[].refusal`) },
  { type: 'input_image', image_url: textUrl(`${at}[].image_url`), detail: 'original' },
  { type: 'input_file', filename: mark(`${at}[].filename`), file_data: textUrl(`${at}[].file_data`) },
  { type: 'input_file', file_id: mark(`${at}[].file_id`) },
];

/** A text in every place of a list of items. */
const BODY = {
  model: mark('model'),
  instructions: mark('instructions'),
  previous_response_id: mark('previous_response_id'),
  input: [
    { role: 'user', content: mark('input[].content') },
    { type: 'message', role: 'user', content: partsOf('input[].content') },
    {
      type: 'function_call',
      call_id: mark('input[].call_id'),
      name: mark('input[].name'),
      arguments: mark('input[].arguments'),
    },
    { type: 'function_call_output', call_id: 'c', output: mark('input[].output') },
    { type: 'function_call_output', call_id: 'c', output: partsOf('input[].output') },
    { type: 'item_reference', id: mark('input[].id') },
    { type: 'reasoning', id: mark('reasoning'), summary: [{ type: 'summary_text', text: mark('reasoning') }] },
  ],
  text: {
    format: {
      type: 'json_schema',
      name: mark('text.format.name'),
      description: mark('text.format.description'),
      schema: schemaOfMarks(mark('text.format.schema{}')),
    },
    verbosity: 'low',
  },
  tools: [
    {
      type: 'function',
      name: mark('tools[].name'),
      description: mark('tools[].description'),
      parameters: schemaOfMarks(mark('tools[].parameters{}')),
    },
  ],
  tool_choice: { type: 'function', name: mark('tool_choice.name') },
  metadata: { [mark('metadata{}')]: mark('metadata{}') },
  user: mark('user'),
  safety_identifier: mark('safety_identifier'),
  prompt_cache_key: mark('prompt_cache_key'),
};

const chat = chatOf(decodeResponsesRequest(BODY), NOTHING_RECALLED).request;
const texts = (request = chat): string => JSON.stringify(textSlots(request));

describe('the coverage of a request for a response', () => {
  it('says of every place of the schema that takes text what becomes of it, and of no other', () => {
    expect([...new Set(places.map(([path]) => path))].sort()).toEqual(Object.keys(FATES).sort());
  });

  it('lets only words of its own pass where it says so', () => {
    for (const path of placesOf('words')) {
      expect([path, places.filter(([place]) => place === path).every(([, words]) => words)]).toEqual([path, true]);
    }
  });

  it('has every slot in the slots, and the text of attachments', () => {
    const attached = placesOf('attachment').filter((path) => !path.endsWith('file_url'));
    for (const path of [...placesOf('slot').filter((place) => place !== 'input'), ...attached]) {
      expect([path, texts().includes(mark(path))]).toEqual([path, true]);
    }
    const plain = decodeResponsesRequest({ input: mark('input') });
    expect(texts(chatOf(plain, NOTHING_RECALLED).request)).toContain(mark('input'));
  });

  it('sends nothing of what was written when every slot is replaced', () => {
    const blanked = withTexts(
      chat,
      textSlots(chat).map((_, i) => `x${i}`),
    );
    expect(encodeChatRequest(blanked, 'upstream-model', 'a pseudonym')).not.toContain('mark_');
  });

  it('sends what is in no slot only where it says so', () => {
    const sent = encodeChatRequest(chat, 'upstream-model', 'a pseudonym');
    for (const path of [...placesOf('stays', 'pseudonym'), 'safety_identifier', 'prompt_cache_key', 'reasoning']) {
      expect([path, sent.includes(mark(path))]).toEqual([path, false]);
    }
  });
});
