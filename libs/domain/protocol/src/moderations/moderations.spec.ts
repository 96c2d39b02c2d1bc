import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decodeModeration,
  decodeModerationRequest,
  encodeModerationRequest,
  moderatedImages,
  moderationSlots,
  withoutImages,
} from './moderations.js';

const DATA = 'data:image/png;base64,AAAA';
const ADDRESS = 'https://images.example/jane.png';
const image = (url: string): object => ({ type: 'image_url', image_url: { url } });
const text = (said: string): object => ({ type: 'text', text: said });
const textOf = fc.string({ minLength: 1 });
/** Every form that the input of a request can have. */
const anyInput = fc.oneof(
  textOf,
  fc.array(textOf, { minLength: 1, maxLength: 5 }),
  fc.array(fc.oneof(textOf.map(text), fc.constantFrom(image(DATA), image(ADDRESS))), { minLength: 1, maxLength: 5 }),
);
const sent = (input: unknown, change = (said: string): string => said) => {
  const request = decodeModerationRequest({ model: 'm', input });
  const texts = moderationSlots(request).map((slot) => change(slot.text));
  return JSON.parse(encodeModerationRequest(request, texts, 'upstream-model'));
};

describe('a request for moderation', () => {
  it('is sent as it came, whatever its form', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        expect(sent(input)).toEqual({ model: 'upstream-model', input });
      }),
    );
  });

  it('sends nothing of what was written when every slot is replaced, but data that the policy lets pass', () => {
    const input = [text('mark_1'), image(DATA), image('https://images.example/mark_2'), text('mark_3')];
    let count = 0;
    const left = sent(input, () => `x${(count += 1)}`);
    expect(left.input).toEqual([text('x1'), image(DATA), image('x2'), text('x3')]);
  });

  it('names the place of every slot', () => {
    const places = (input: unknown) => moderationSlots(decodeModerationRequest({ input })).map(({ path }) => path);
    expect(places('a')).toEqual(['input']);
    expect(places(['a', 'b'])).toEqual(['input[0]', 'input[1]']);
    expect(places([text('a'), image(DATA), image(ADDRESS)])).toEqual(['input[0].text', 'input[2].image_url.url']);
  });

  it('tells of its images, and goes without them', () => {
    const request = decodeModerationRequest({ input: [text('a'), image(DATA), image(ADDRESS)] });
    expect(moderatedImages(request)).toEqual(['input[1]', 'input[2]']);
    const left = withoutImages(request);
    expect(moderatedImages(left)).toEqual([]);
    expect(moderationSlots(left).map((slot) => slot.text)).toEqual([
      'a',
      ...[1, 2].map(() => expect.stringContaining('an image was removed')),
    ]);
  });

  it("is for OpenAI's model where none is named, and sends no field that it does not know", () => {
    const request = decodeModerationRequest({ input: 'a', model: null, user: 'Jane Doe', api_base: 'https://evil' });
    expect(request.model).toBe('omni-moderation-latest');
    expect(encodeModerationRequest(request, ['a'], 'm')).toBe('{"model":"m","input":"a"}');
  });

  it.each([
    ...['', [], [''], ['a', ''], ['a', text('b')], [text('')], [image('')], [{ type: 'audio' }], 7, {}, null],
    Array(2_049).fill('a'),
  ])('is refused by the name of a bad input', (input) => {
    expect(() => decodeModerationRequest({ input })).toThrow(
      expect.objectContaining({ code: 'validation_error', facts: { field: 'input' } }),
    );
  });

  it('is refused by the name of a bad model', () => {
    expect(() => decodeModerationRequest({ input: 'a', model: 7 })).toThrow(
      expect.objectContaining({ facts: { field: 'model' } }),
    );
  });
});

describe('a judgement', () => {
  const result = (over: object = {}): object => ({
    ...{
      flagged: true,
      categories: { violence: true, other: null },
      category_scores: { violence: 0.9, other: 'Jane' },
    },
    category_applied_input_types: { violence: ['text', 'image'], other: ['Jane'] },
    ...over,
  });
  const decode = (results: unknown, input: unknown = 'a') =>
    decodeModeration(JSON.stringify({ id: 'modr-1', results }), decodeModerationRequest({ input }));

  it('holds what the reference has, and nothing else', () => {
    expect(decode([result({ note: 'Jane Doe' })])).toEqual({
      id: 'modr-1',
      results: [
        {
          flagged: true,
          categories: { violence: true },
          category_scores: { violence: 0.9 },
          category_applied_input_types: { violence: ['text', 'image'] },
        },
      ],
    });
    expect(decode([result({ category_applied_input_types: undefined })]).results[0]).not.toHaveProperty(
      'category_applied_input_types',
    );
  });

  it('is one for each text, and one for all parts', () => {
    expect(decode([result(), result()], ['a', 'b']).results).toHaveLength(2);
    expect(decode([result()], [text('a'), text('b')]).results).toHaveLength(1);
    for (const [results, input] of [
      [[result()], ['a', 'b']],
      [
        [result(), result()],
        [text('a'), text('b')],
      ],
      [[], 'a'],
    ] as const) {
      expect(() => decode(results, input)).toThrow(expect.objectContaining({ code: 'provider_error' }));
    }
  });

  it.each([
    '',
    'Jane Doe',
    '[]',
    '{}',
    '{"results":["Jane"]}',
    '{"results":[{"flagged":"Jane"}]}',
    '{"results":[{"flagged":true}]}',
  ])('is a failure of the provider when it is %j, in our words', (answer) => {
    const read = () => decodeModeration(answer, decodeModerationRequest({ input: 'a' }));
    expect(read).toThrow(expect.objectContaining({ code: 'provider_error' }));
    expect(read).not.toThrow(/Jane/);
  });
});
