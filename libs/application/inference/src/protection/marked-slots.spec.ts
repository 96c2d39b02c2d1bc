import { describe, expect, it } from '@jest/globals';
import { decodeChatRequest, textSlots, type TextSlot } from '@radiant/protocol';
import { markedSlots, type PhiSpan } from './marked-slots.js';

const slots: readonly TextSlot[] = textSlots(
  decodeChatRequest({
    model: 'm',
    messages: [
      { role: 'user', content: 'of the session' },
      { role: 'assistant', content: 'an answer' },
      { role: 'user', content: 'the red house 😀' },
      { role: 'user', content: [{ type: 'text', text: 'a part' }] },
    ],
    stop: ['stop here'],
  }),
);
const span = (over: Partial<PhiSpan>): PhiSpan => ({
  path: 'messages[0].content',
  start: 4,
  end: 13,
  category: 'ADDRESS',
  ...over,
});
const marked = (spans: readonly PhiSpan[], earlier = 2): Record<string, string[]> =>
  Object.fromEntries(
    markedSlots(slots, { spans, earlier })
      .filter((slot) => slot.marked)
      .map((slot) => [slot.text, (slot.marked ?? []).map(({ start, end }) => slot.text.slice(start, end))]),
  );

describe('what the caller marks', () => {
  it.each([
    ['messages[0].content', 'the red house 😀'],
    ['/messages/0/content', 'the red house 😀'],
  ])('at %s is in the own message of that number, behind those of the session', (path, text) => {
    expect(marked([span({ path })])).toEqual({ [text]: ['red house'] });
  });

  it.each([
    'messages[1].content[0].text',
    'messages[1].content[0]',
    '/messages/1/content/0',
    '/messages/1/content/0/text',
  ])('may be in a part: %s', (path) => {
    expect(marked([span({ path, start: 0, end: 1 })])).toEqual({ 'a part': ['a'] });
  });

  it('is marked wherever it still stands in a text of which something was taken out', () => {
    const leaving = slots.map((slot) => ({ ...slot, text: slot.text.replace('the red', 'REMOVED red house and red') }));
    const [, , shown] = markedSlots(slots, { spans: [span({})], earlier: 2 }, leaving);
    expect((shown?.marked ?? []).map(({ start, end }) => shown?.text.slice(start, end))).toEqual([
      'red house',
      'red house',
    ]);
  });

  it.each([
    ['stands there in more places than anybody marks', 'ab'.repeat(60_000), 1],
    ['is one of many values in a long text', 'ab cd ef gh '.repeat(100_000), 1_000],
  ])('is refused when it %s and something was taken out', (_, text, count) => {
    const spans = Array.from({ length: count }, (__, start) => span({ path: 'stop[0]', start, end: 2 * start + 2 }));
    const given = slots.map((slot) => (slot.path === 'stop[0]' ? { ...slot, text } : slot));
    const leaving = given.map((slot) => ({ ...slot, text: `REMOVED ${slot.text}` }));
    expect(() => markedSlots(given, { spans, earlier: 2 }, leaving)).toThrow(
      expect.objectContaining({ code: 'payload_too_large', facts: { field: 'phi_spans' } }),
    );
  });

  it('may be anywhere that text is, several times in one', () => {
    expect(marked([span({ path: 'stop[0]', start: 0, end: 4 }), span({ path: 'stop[0]', start: 5, end: 9 })])).toEqual({
      'stop here': ['stop', 'here'],
    });
  });

  it.each([
    ['path', { path: 'messages[2].content' }],
    ['path', { path: 'messages[0]' }],
    ['path', { path: '/messages/0/name' }],
    ['path', { path: '__proto__' }],
    ['start', { start: 16 }],
    ['start', { start: 15, end: 16 }],
    ['end', { end: 4 }],
    ['end', { end: 17 }],
    ['end', { end: 15 }],
  ])('is refused by the name of a wrong %s: %j', (field, over) => {
    expect(() => marked([span({}), span(over)])).toThrow(
      expect.objectContaining({ code: 'validation_error', facts: { field: `phi_spans[1].${field}` } }),
    );
  });
});

describe('slots', () => {
  it('of the session are its own, and those that a model may have written are echoes', () => {
    const flags = markedSlots(slots, { spans: [], earlier: 1 }).map(({ issued, echoed }) => [issued, echoed]);
    expect(flags).toEqual([
      [true, true],
      [false, true],
      [false, false],
      [false, false],
      [false, false],
    ]);
  });
});
